mod leave_link;

use leave_link::leave_link;
use std::io::Read;

fn main() -> std::io::Result<()> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let fields: Vec<&str> = input.split('\0').collect();
    for case in fields.chunks_exact(5) {
        let domain = Some(case[4]).filter(|domain| !domain.is_empty());
        match leave_link(case[0], case[1], case[2], case[3], domain) {
            Ok(link) => {
                let value = |name| link.headers.iter().find(|header| header.0 == name).unwrap().1.as_str();
                let (list, post) = (value("List-Unsubscribe"), value("List-Unsubscribe-Post"));
                println!("made\t{}\t{list}\t{post}", link.url);
            }
            Err(message) => println!("refused\t{message}"),
        }
    }
    Ok(())
}
