public class Runner {
    public static void main(String[] args) throws Exception {
        String[] f = new String(System.in.readAllBytes(), "UTF-8").split("\037", -1);
        for (int i = 0; i + 5 <= f.length; i += 5) {
            try {
                LeaveLink link = LeaveLink.of(f[i], f[i + 1], f[i + 2], f[i + 3], f[i + 4].isEmpty() ? null : f[i + 4]);
                System.out.println(String.join("\t", "made", link.url(),
                        link.headers().get("List-Unsubscribe"), link.headers().get("List-Unsubscribe-Post")));
            } catch (IllegalArgumentException e) {
                System.out.println("refused\t" + e.getMessage());
            }
        }
    }
}
