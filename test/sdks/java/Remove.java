import com.resend.Resend;
import com.resend.services.contacts.model.RemoveContactFromSegmentOptions;

public class Remove {

    public static void main(String[] args) throws Exception {
        Resend resend = new Resend(System.getenv("RESEND_API_KEY"));

        RemoveContactFromSegmentOptions byId = RemoveContactFromSegmentOptions.builder()
                .id(args[1])
                .segmentId(args[0])
                .build();
        resend.contacts().segments().remove(byId);

        RemoveContactFromSegmentOptions byEmail = RemoveContactFromSegmentOptions.builder()
                .email(args[2])
                .segmentId(args[0])
                .build();
        resend.contacts().segments().remove(byEmail);
    }
}
