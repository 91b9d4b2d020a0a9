// Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
// Gradle: implementation("com.resend:resend-java:+")

import com.resend.Resend;
import com.resend.services.emails.model.CreateEmailOptions;
import com.resend.services.emails.model.CreateEmailResponse;

public class Send {

    public static void main(String[] args) throws Exception {
        LeaveLink link = LeaveLink.of(
                "https://acme.com",
                "weekly",
                "e169aa45-1ecf-4183-9955-b1499d5701d3",
                System.getenv("LINK_SECRET"),
                "leave.acme.com");

        Resend resend = new Resend(System.getenv("RESEND_API_KEY"));

        CreateEmailOptions email = CreateEmailOptions.builder()
                .from("Acme <weekly@news.acme.com>")
                .to("reader@example.com")
                .subject("The case for one empty drawer")
                .html("<p>…</p><p><a href=\"" + link.url() + "\">Unsubscribe</a></p>")
                .headers(link.headers())
                .build();

        CreateEmailResponse sent = resend.emails().send(email);
        System.out.println(sent.getId());
    }
}
