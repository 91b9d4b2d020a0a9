# frozen_string_literal: true

require "resend"

segment_id, contact_id, email = ARGV
Resend.api_key = ENV.fetch("RESEND_API_KEY")

Resend::Contacts::Segments.remove(contact_id: contact_id, segment_id: segment_id)
Resend::Contacts::Segments.remove(email: email, segment_id: segment_id)
