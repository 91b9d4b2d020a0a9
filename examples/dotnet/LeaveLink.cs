// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// No package needed; docs/link-format.md says what a link is made of.

using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public sealed class LeaveLink
{
    private const string Origin = @"^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:[0-9]+)?\z";
    private const string List = @"^[a-z0-9][a-z0-9-]{0,39}\z";
    private const string Uuid = @"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z";
    private const string Address = @"^[^\p{Z}\p{Cc}\uFEFF]+@[^\p{Z}\p{Cc}\uFEFF@]+\z";

    // Throws where a text is not well-formed, instead of signing a question mark.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, true);

    private LeaveLink(string url, Dictionary<string, string> headers)
    {
        Url = url;
        Headers = headers;
    }

    public string Url { get; }

    public Dictionary<string, string> Headers { get; }

    /// <summary>Signs the link with which one contact leaves one list.</summary>
    /// <param name="origin">Where the Worker answers, such as https://acme.com.</param>
    /// <param name="list">A name from LISTS, or a segment ID.</param>
    /// <param name="contact">A Resend contact ID, or an email address.</param>
    /// <param name="secret">The first of the Worker's LINK_SECRETS.</param>
    /// <param name="mailtoDomain">The Worker's MAILTO_DOMAIN, if it has one.</param>
    public static LeaveLink Create(string origin, string list, string contact, string secret, string mailtoDomain = "")
    {
        Check(Regex.IsMatch(origin, Origin), "must be https and a host alone, such as https://acme.com", nameof(origin));
        Check(Regex.IsMatch(list, List), "must be a name (a-z, 0-9, dashes, at most 40) or a segment ID", nameof(list));
        Check(secret.Length >= 32, "must have at least 32 characters", nameof(secret));

        var id = contact.ToLowerInvariant();
        var byId = Regex.IsMatch(id, Uuid);
        var isAddress = Regex.IsMatch(contact, Address) && Utf8.GetByteCount(contact) <= 254;
        Check(byId || isAddress, "must be a Resend contact ID or an email address", nameof(contact));

        var who = byId ? "c" + Base32(FromHex(id.Replace("-", ""))) : "e" + Base32(Utf8.GetBytes(contact));
        var signed = $"leave:v1:{list}:{(byId ? id : contact)}";
        byte[] mac;
        using (var hmac = new HMACSHA256(Utf8.GetBytes(secret)))
        {
            mac = hmac.ComputeHash(Utf8.GetBytes(signed));
        }
        var ticket = who + Base32(mac.Take(16));

        var url = $"{origin}/leave/{list}/{ticket}";
        var unsubscribe = $"<{url}>";
        // Only a contact ID and a list's name fit into the 64 characters before an address's @.
        if (mailtoDomain != "" && byId && !Regex.IsMatch(list, Uuid))
        {
            var localPart = $"{list}.{ticket}";
            Check(localPart.Length <= 64, "must have at most 10 characters to fit into a mailto:", nameof(list));
            unsubscribe += $", <mailto:{localPart}@{mailtoDomain}>";
        }

        return new LeaveLink(url, new Dictionary<string, string>
        {
            ["List-Unsubscribe"] = unsubscribe,
            ["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click",
        });
    }

    private static void Check(bool holds, string message, string name)
    {
        if (!holds) throw new ArgumentException(message, name);
    }

    private static byte[] FromHex(string hex) =>
        Enumerable.Range(0, hex.Length / 2).Select(i => Convert.ToByte(hex.Substring(2 * i, 2), 16)).ToArray();

    private static string Base32(IEnumerable<byte> bytes)
    {
        var bits = string.Concat(bytes.Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        var text = new StringBuilder();
        for (var i = 0; i < bits.Length; i += 5)
        {
            var digit = bits.Substring(i, Math.Min(5, bits.Length - i)).PadRight(5, '0');
            text.Append("abcdefghijklmnopqrstuvwxyz234567"[Convert.ToInt32(digit, 2)]);
        }
        return text.ToString();
    }
}
