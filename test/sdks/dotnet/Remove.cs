using System;
using Resend;

// The page, and the SDK, have no removal by address.
IResend resend = ResendClient.Create(Environment.GetEnvironmentVariable("RESEND_API_KEY"));

await resend.ContactRemoveFromSegmentAsync(contactId: new Guid(args[1]), segmentId: new Guid(args[0]));
