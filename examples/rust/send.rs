// Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
// cargo add resend-rs && cargo add tokio --features macros,rt-multi-thread

mod leave_link;

use std::env;
use std::error::Error;

use leave_link::leave_link;
use resend_rs::types::CreateEmailBaseOptions;
use resend_rs::Resend;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let link = leave_link(
        "https://acme.com",
        "weekly",
        "e169aa45-1ecf-4183-9955-b1499d5701d3",
        &env::var("LINK_SECRET")?,
        Some("leave.acme.com"),
    )?;

    let mut email = CreateEmailBaseOptions::new(
        "Acme <weekly@news.acme.com>",
        ["reader@example.com"],
        "The case for one empty drawer",
    )
    .with_html(&format!(
        r#"<p>…</p><p><a href="{}">Unsubscribe</a></p>"#,
        link.url
    ));
    for (name, value) in &link.headers {
        email = email.with_header(name, value);
    }

    let resend = Resend::new(&env::var("RESEND_API_KEY")?);
    let sent = resend.emails.send(email).await?;
    println!("{}", sent.id);
    Ok(())
}
