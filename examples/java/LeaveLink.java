// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// Java 17 and nothing else; docs/link-format.md says what a link is made of.

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public record LeaveLink(String url, Map<String, String> headers) {

    private static final String ORIGIN = "(https://[a-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1|\\[::1]))(:\\d+)?";
    private static final String LIST = "[a-z0-9][a-z0-9-]{0,39}";
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String MAILTO =
            "(?i)([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]";

    // What must not be signed, since such a link could never work: patterns, each with its problem.
    private static final String[][] CONTACT_FAULTS = {
        {"[<>()\\[\\]{},;:\\\\\"]", "has a mark such as < , or : in it; give the address alone, such as mira@example.com"},
        {"[\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{3164}"
                + "\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0000}-\\x{E0FFF}]", "has white space or an invisible character in it; remove it"},
        {"@.*@", "has more than one @; give one address"},
        {"@\\.|\\.$", "has a dot at an end of its domain; remove it"},
        {"(?i)%(2[bde]|3\\d|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])", "is percent-encoded; decode it first"},
        {"^[^@]*$|^@|@$", "must be a Resend contact ID, or an email address"},
    };
    private static final String[][] SECRET_FAULTS = {
        {"^$", "is missing"},
        {"[\\s,]", "has a comma or white space in it, and so looks like several"},
        {"[\"'`()\\[\\]{}<>$;]", "has a quote, a bracket, $ or ; in it, which shells and settings files change"},
        {"[^!-~]", "has a character outside printable ASCII"},
        {"^[A-Za-z_][A-Za-z0-9_]*=[^=]", "starts with a variable's name and ="},
        {"^.{1,31}$", "must have at least 32 characters"},
    };

    /**
     * Signs the link with which one contact leaves one list.
     *
     * @param origin where the Worker answers, such as https://acme.com
     * @param list a name from LISTS, or a segment ID
     * @param contact a Resend contact ID, or an email address
     * @param secret the first of the Worker's LINK_SECRETS
     * @param mailtoDomain the Worker's MAILTO_DOMAIN, or null if it has none
     */
    public static LeaveLink of(String origin, String list, String contact, String secret, String mailtoDomain)
            throws GeneralSecurityException {
        check(origin.matches(ORIGIN), "origin: must be https and a host alone, such as https://acme.com");
        check(list.matches(LIST), "list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID");
        check(mailtoDomain == null || mailtoDomain.matches(MAILTO),
                "mailtoDomain: must be a domain alone, or an address such as u@acme.com");
        String problem = problem(SECRET_FAULTS, secret == null ? "" : secret);
        check(problem == null, "secret: " + problem + "; use the first of the Worker's LINK_SECRETS");

        String id = contact.toLowerCase(Locale.ROOT);
        boolean byId = id.matches(UUID);
        problem = byId ? null : problem(CONTACT_FAULTS, contact);
        check(problem == null, "contact: " + problem);
        check(contact.getBytes(UTF_8).length <= 254, "contact: has more than 254 bytes, which no mail server takes");

        String who = byId
                ? "c" + base32(HexFormat.of().parseHex(id.replace("-", "")))
                : "e" + base32(contact.getBytes(UTF_8));
        String signed = "leave:v1:" + list + ":" + (byId ? id : contact);
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        String ticket = who + base32(Arrays.copyOf(hmac.doFinal(signed.getBytes(UTF_8)), 16));

        String url = origin + "/leave/" + list + "/" + ticket;
        String unsubscribe = "<" + url + ">";
        // Only a contact ID and a list's name fit into the 64 characters before an address's @.
        if (mailtoDomain != null && byId && !list.matches(UUID)) {
            String name = list + "." + ticket;
            String address = mailtoDomain.contains("@")
                    ? mailtoDomain.replace("@", "+" + name + "@")
                    : name + "@" + mailtoDomain;
            int length = address.indexOf('@');
            check(length <= 64, "list: makes the mailto: address " + length + " characters long before its @, "
                    + "and 64 is the limit; shorten the list's name, or leave mailtoDomain out");
            unsubscribe += ", <mailto:" + address + ">";
        }

        return new LeaveLink(url, Map.of(
                "List-Unsubscribe", unsubscribe,
                "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String problem(String[][] faults, String text) {
        for (String[] fault : faults) {
            if (Pattern.compile(fault[0]).matcher(text).find()) {
                return fault[1];
            }
        }
        return null;
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xff;
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(digit(buffer >> bits - 5));
            }
        }
        return bits == 0 ? text.toString() : text.append(digit(buffer << 5 - bits)).toString();
    }

    private static char digit(int value) {
        return "abcdefghijklmnopqrstuvwxyz234567".charAt(value & 31);
    }
}
