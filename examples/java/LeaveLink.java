// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// Java 17 and nothing else; docs/link-format.md says what a link is made of.

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public record LeaveLink(String url, Map<String, String> headers) {

    private static final String ORIGIN = "(https://[a-z0-9.-]+|http://(localhost|127\\.0\\.0\\.1|\\[::1]))(:\\d+)?";
    private static final String LIST = "[a-z0-9][a-z0-9-]{0,39}";
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String ADDRESS = "[^\\p{Z}\\p{Cc}\\p{Cs}\\uFEFF]+@[^\\p{Z}\\p{Cc}\\p{Cs}\\uFEFF@]+";

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
        check(list.matches(LIST), "list: must be a name (a-z, 0-9, dashes, at most 40) or a segment ID");
        check(secret.length() >= 32, "secret: must have at least 32 characters");

        String id = contact.toLowerCase(Locale.ROOT);
        boolean byId = id.matches(UUID);
        check(byId || contact.matches(ADDRESS) && contact.getBytes(UTF_8).length <= 254,
                "contact: must be a Resend contact ID or an email address");

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
            String localPart = list + "." + ticket;
            check(localPart.length() <= 64, "list: must have at most 10 characters to fit into a mailto:");
            unsubscribe += ", <mailto:" + localPart + "@" + mailtoDomain + ">";
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
