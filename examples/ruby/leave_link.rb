# frozen_string_literal: true

# Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
# Standard library only; docs/link-format.md says what a link is made of.

require "openssl"

module LeaveThisList
  ORIGIN = %r{\A(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:\d+)?\z}
  LIST = /\A[a-z0-9][a-z0-9-]{0,39}\z/
  UUID = /\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z/
  ADDRESS = /\A[^\p{Z}\p{Cc}\uFEFF]+@[^\p{Z}\p{Cc}\uFEFF@]+\z/
  BASE32 = [*"a".."z", *"2".."7"].freeze

  # origin:: where the Worker answers, such as https://acme.com
  # list:: a name from LISTS, or a segment ID
  # contact:: a Resend contact ID, or an email address
  # secret:: the first of the Worker's LINK_SECRETS
  # mailto_domain:: the Worker's MAILTO_DOMAIN, if it has one
  #
  # Returns a hash with the +url+ and the +headers+.
  def self.link(origin:, list:, contact:, secret:, mailto_domain: nil)
    raise ArgumentError, "origin: must be https and a host alone" unless origin.match?(ORIGIN)
    raise ArgumentError, "list: must be a name (a-z, 0-9, dashes) or a segment ID" unless list.match?(LIST)
    raise ArgumentError, "secret: must have at least 32 characters" if secret.length < 32

    by_id = contact.downcase.match?(UUID)
    if by_id
      contact = contact.downcase
      who = "c#{base32([contact.delete("-")].pack("H*"))}"
    elsif contact.match?(ADDRESS) && contact.bytesize <= 254
      who = "e#{base32(contact)}"
    else
      raise ArgumentError, "contact: must be a Resend contact ID or an email address"
    end

    mac = OpenSSL::HMAC.digest("SHA256", secret, "leave:v1:#{list}:#{contact}")
    ticket = who + base32(mac[0, 16])

    url = "#{origin}/leave/#{list}/#{ticket}"
    unsubscribe = "<#{url}>"
    # Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if mailto_domain && by_id && !list.match?(UUID)
      local_part = "#{list}.#{ticket}"
      raise ArgumentError, "list: must have at most 10 characters to fit a mailto:" if local_part.length > 64

      unsubscribe += ", <mailto:#{local_part}@#{mailto_domain}>"
    end

    {
      url: url,
      headers: {
        "List-Unsubscribe" => unsubscribe,
        "List-Unsubscribe-Post" => "List-Unsubscribe=One-Click"
      }
    }
  end

  def self.base32(bytes)
    bytes.unpack1("B*").scan(/.{1,5}/).map { |bits| BASE32[bits.ljust(5, "0").to_i(2)] }.join
  end
  private_class_method :base32
end
