import os
import sys

import resend

segment_id, contact_id, email = sys.argv[1:]
resend.api_key = os.environ["RESEND_API_KEY"]

resend.Contacts.Segments.remove({"segment_id": segment_id, "contact_id": contact_id})
resend.Contacts.Segments.remove({"segment_id": segment_id, "email": email})
