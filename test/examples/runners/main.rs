mod leave_link;

fn main() {
    let input = std::io::read_to_string(std::io::stdin()).unwrap();
    for field in input.split('\x1f').collect::<Vec<_>>().chunks_exact(5) {
        let domain = Some(field[4]).filter(|domain| !domain.is_empty());
        match leave_link::leave_link(field[0], field[1], field[2], field[3], domain) {
            Ok(link) => println!("made\t{}\t{}\t{}", link.url, link.headers[0].1, link.headers[1].1),
            Err(message) => println!("refused\t{message}"),
        }
    }
}
