// Sends one email with one-click unsubscribe. Follows the SDK's documentation, not run.
// dotnet add package Resend

using System;
using Resend;

var link = LeaveLink.Create(
    origin: "https://acme.com",
    list: "weekly",
    contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
    secret: Environment.GetEnvironmentVariable("LINK_SECRET"),
    mailtoDomain: "leave.acme.com");

IResend resend = ResendClient.Create(Environment.GetEnvironmentVariable("RESEND_API_KEY"));

var sent = await resend.EmailSendAsync(new EmailMessage
{
    From = "Acme <weekly@news.acme.com>",
    To = "reader@example.com",
    Subject = "The case for one empty drawer",
    HtmlBody = $"<p>…</p><p><a href=\"{link.Url}\">Unsubscribe</a></p>",
    Headers = link.Headers,
});
Console.WriteLine(sent.Content);
