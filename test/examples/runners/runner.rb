# frozen_string_literal: true

require File.join(ARGV.fetch(0), "leave_link")

$stdin.set_encoding("UTF-8")
$stdin.read.split("\0", -1).each_slice(5) do |origin, list, contact, secret, domain|
  next if domain.nil?

  link = LeaveThisList.link(
    origin: origin,
    list: list,
    contact: contact,
    secret: secret,
    mailto_domain: domain.empty? ? nil : domain
  )
  headers = link[:headers]
  puts ["made", link[:url], headers["List-Unsubscribe"], headers["List-Unsubscribe-Post"]].join("\t")
rescue ArgumentError => e
  puts "refused\t#{e.message}"
end
