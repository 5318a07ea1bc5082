//! probe
fn main() {
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    for line in text.lines() {
        let mut f = line.split('\t');
        let (a, b) = (f.next().unwrap_or(""), f.next().unwrap_or(""));
        let (x, y) = (tutela_names::Name::read(a), tutela_names::Name::read(b));
        let l = tutela_names::compare(&x, &y);
        println!("{:.3}\t{:?}\t{:?}", l.score, l.level, l.reasons);
    }
}
