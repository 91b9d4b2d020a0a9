# Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
# pip install resend

import os

import resend

from leave_link import leave_link

resend.api_key = os.environ["RESEND_API_KEY"]

link = leave_link(
    origin="https://acme.com",
    list_name="weekly",
    contact="e169aa45-1ecf-4183-9955-b1499d5701d3",
    secret=os.environ["LINK_SECRET"],
    mailto_domain="leave.acme.com",
)

params: resend.Emails.SendParams = {
    "from": "Acme <weekly@news.acme.com>",
    "to": ["reader@example.com"],
    "subject": "The case for one empty drawer",
    "html": f'<p>…</p><p><a href="{link.url}">Unsubscribe</a></p>',
    "headers": link.headers,
}
email = resend.Emails.send(params)
print(email["id"])
