import static java.nio.charset.StandardCharsets.UTF_8;

public class Runner {

    public static void main(String[] args) throws Exception {
        String[] fields = new String(System.in.readAllBytes(), UTF_8).split("\0", -1);
        for (int i = 0; i + 5 <= fields.length; i += 5) {
            String domain = fields[i + 4].isEmpty() ? null : fields[i + 4];
            try {
                LeaveLink link = LeaveLink.of(fields[i], fields[i + 1], fields[i + 2], fields[i + 3], domain);
                System.out.println(String.join("\t", "made", link.url(),
                        link.headers().get("List-Unsubscribe"), link.headers().get("List-Unsubscribe-Post")));
            } catch (IllegalArgumentException e) {
                System.out.println("refused\t" + e.getMessage());
            }
        }
    }
}
