require ARGV.fetch(0)
$stdin.set_encoding("UTF-8")
$stdin.read.split("\x1f", -1).each_slice(5) do |origin, list, contact, secret, domain|
  next if domain.nil?
  link = LeaveThisList.link(origin: origin, list: list, contact: contact, secret: secret,
                            mailto_domain: domain.empty? ? nil : domain)
  puts ["made", link[:url], *link[:headers].values].join("\t")
rescue ArgumentError => e
  puts "refused\t#{e.message}"
end
