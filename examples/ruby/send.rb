# frozen_string_literal: true

# Sends one email with one-click unsubscribe. Follows the SDK's documentation, not run.
# gem install resend

require "resend"
require_relative "leave_link"

Resend.api_key = ENV.fetch("RESEND_API_KEY")

link = LeaveThisList.link(
  origin: "https://acme.com",
  list: "weekly",
  contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
  secret: ENV.fetch("LINK_SECRET"),
  mailto_domain: "leave.acme.com"
)

email = Resend::Emails.send(
  from: "Acme <weekly@news.acme.com>",
  to: ["reader@example.com"],
  subject: "The case for one empty drawer",
  html: %(<p>…</p><p><a href="#{link[:url]}">Unsubscribe</a></p>),
  headers: link[:headers]
)
puts email[:id]
