# frozen_string_literal: true

# Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
# Standard library only; docs/link-format.md says what a link is made of.

require "openssl"

module LeaveThisList
  ORIGIN = %r{\A(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:\d+)?\z}
  LIST = /\A[a-z0-9][a-z0-9-]{0,39}\z/
  UUID = /\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z/
  BASE32 = [*"a".."z", *"2".."7"].freeze
  MAILTO = /\A([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]\z/i

  # What must not be signed, since such a link could never work.
  CONTACT_FAULTS = {
    /[<>()\[\]{},;:\\"]/ => "has a mark such as < , or : in it; give the address alone, such as mira@example.com",
    /[\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/ =>
      "has white space or an invisible character in it; remove it",
    /@.*@/ => "has more than one @; give one address",
    /@\.|\.\z/ => "has a dot at an end of its domain; remove it",
    /%(2[bde]|3\d|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i => "is percent-encoded; decode it first",
    /\A[^@]*\z|\A@|@\z/ => "must be a Resend contact ID, or an email address"
  }.freeze
  SECRET_FAULTS = {
    /\A\z/ => "is missing",
    /[\s,]/ => "has a comma or white space in it, and so looks like several",
    /["'`()\[\]{}<>$;]/ => "has a quote, a bracket, $ or ; in it, which shells and settings files change",
    /[^!-~]/ => "has a character outside printable ASCII",
    /\A[A-Za-z_][A-Za-z0-9_]*=[^=]/ => "starts with a variable's name and =",
    /\A.{1,31}\z/ => "must have at least 32 characters"
  }.freeze

  # origin:: where the Worker answers, such as https://acme.com
  # list:: a name from LISTS, or a segment ID
  # contact:: a Resend contact ID, or an email address
  # secret:: the first of the Worker's LINK_SECRETS
  # mailto_domain:: the Worker's MAILTO_DOMAIN, if it has one
  #
  # Returns a hash with the +url+ and the +headers+.
  def self.link(origin:, list:, contact:, secret:, mailto_domain: nil)
    raise ArgumentError, "origin: must be https and a host alone, such as https://acme.com" unless origin.match?(ORIGIN)
    unless list.match?(LIST)
      raise ArgumentError, "list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID"
    end
    if mailto_domain && !mailto_domain.match?(MAILTO)
      raise ArgumentError, "mailto_domain: must be a domain alone, or an address such as u@acme.com"
    end
    problem = problem_of(secret.to_s, SECRET_FAULTS)
    raise ArgumentError, "secret: #{problem}; use the first of the Worker's LINK_SECRETS" if problem

    by_id = contact.downcase.match?(UUID)
    if by_id
      contact = contact.downcase
      who = "c#{base32([contact.delete("-")].pack("H*"))}"
    elsif (problem = problem_of(contact, CONTACT_FAULTS))
      raise ArgumentError, "contact: #{problem}"
    elsif contact.bytesize > 254
      raise ArgumentError, "contact: has more than 254 bytes, which no mail server takes"
    else
      who = "e#{base32(contact)}"
    end

    mac = OpenSSL::HMAC.digest("SHA256", secret, "leave:v1:#{list}:#{contact}")
    ticket = who + base32(mac[0, 16])

    url = "#{origin}/leave/#{list}/#{ticket}"
    unsubscribe = "<#{url}>"
    # Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if mailto_domain && by_id && !list.match?(UUID)
      name = "#{list}.#{ticket}"
      address = mailto_domain.include?("@") ? mailto_domain.sub("@", "+#{name}@") : "#{name}@#{mailto_domain}"
      length = address.index("@")
      if length > 64
        raise ArgumentError, "list: makes the mailto: address #{length} characters long before its @, and 64 is " \
                             "the limit; shorten the list's name, or leave mailto_domain out"
      end
      unsubscribe += ", <mailto:#{address}>"
    end

    {
      url: url,
      headers: {
        "List-Unsubscribe" => unsubscribe,
        "List-Unsubscribe-Post" => "List-Unsubscribe=One-Click"
      }
    }
  end

  def self.problem_of(text, faults)
    _, problem = faults.find { |pattern, _| text.match?(pattern) }
    problem
  end
  private_class_method :problem_of

  def self.base32(bytes)
    bytes.unpack1("B*").scan(/.{1,5}/).map { |bits| BASE32[bits.ljust(5, "0").to_i(2)] }.join
  end
  private_class_method :base32
end
