use std::env;
use std::error::Error;

use resend_rs::Resend;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, segment, contact, email] = arguments.as_slice() else {
        return Err("usage: remove <segment> <contact> <email>".into());
    };
    let resend = Resend::new(&env::var("RESEND_API_KEY")?);

    resend.contacts.delete_contact_segment(contact, segment).await?;
    resend.contacts.delete_contact_segment(email, segment).await?;
    Ok(())
}
