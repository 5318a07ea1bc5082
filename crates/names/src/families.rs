//! Given names that stand for each other: short forms, and the forms of one name in several languages.
//!
//! A short table of facts of common knowledge (as in any dictionary of given names), written in romanised
//! letters. It makes two words *variants*, never *the same*. Limit: it is far from complete, and a short
//! form may belong to several names; a form is listed under the commonest.

/// One family a line, the members parted by spaces.
const FAMILIES: &[&str] = &[
    "alexander alex alexandre alejandro alessandro aleksandr aleksander alexandros oleksandr sasha sacha sandro alec iskander",
    "alexandra alejandra alessandra aleksandra oleksandra sandra",
    "alexei alexey aleksei aleksey oleksii oleksiy alexis alyosha",
    "andrew andreas andres andre andrea andrei andrey andrej andrii andriy andrzej andy drew",
    "anthony antonio anton antoine antonios tony toni",
    "benjamin benny benjamim beniamino",
    "charles carlos carlo karl carl karel karol charlie chuck",
    "catherine katherine katharina caterina catalina ekaterina yekaterina kateryna katarzyna kate katie kathy cathy katya",
    "christopher cristobal cristoforo christoph christophe chris kit",
    "daniel danilo daniele dan danny danylo",
    "david dave davide davy dawid",
    "dmitry dmitri dmitriy dmytro dimitri dimitrios demetrio dima",
    "edward eduardo edoardo edouard eduard ed eddie ted",
    "elizabeth isabel isabella elisabeth elisabetta elisa yelizaveta elizaveta liz lizzie beth betty betsy lisa",
    "ernest ernesto ernst ernie",
    "eugene eugenio yevgeny evgeny evgenii yevgenii yevhen eugen zhenya",
    "francis francisco francesco francois franz frank paco pancho kiko frantisek",
    "frances francisca francesca francoise",
    "frederick friedrich frederic federico fredrik fred freddy fritz",
    "george jorge giorgio georges georg yuri yury yuriy georgy georgios jerzy",
    "gerald gerard gerardo gerry",
    "gregory gregorio grigory gregor greg grigorii hryhorii",
    "helen elena helena helene olena yelena ellen",
    "henry enrique enrico henri heinrich hendrik henrik harry hank",
    "ignatius ignacio ignazio nacho",
    "james jaime jim jimmy jamie giacomo jacques jakob jacob jacobo diego santiago tiago iago yakov",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john juan giovanni jean johann johannes joao jan ivan johnny jack hans ioannis giannis yannis gianni vanya",
    "joseph jose giuseppe josef jozef iosif osip joe joey pepe beppe peppe yusuf yosef youssef",
    "katrina catriona",
    "lawrence laurence lorenzo laurent lorenz larry",
    "leonard leonardo leo lenny",
    "louis luis luigi ludwig luiz lewis lou ludovico",
    "luke lucas luca luc lukas luka",
    "margaret margarita margherita marguerite maggie meg peggy greta",
    "mark marco marcos marc marcus markus",
    "martin martino marty",
    "mary maria marie marija mariya",
    "matthew mateo matteo mathieu matthias mattia matt matvei matias",
    "michael miguel michele michel mikhail mykhailo mihai mike mick mickey mischa misha mikhael",
    "mohammad muhammad mohammed mohamed muhammed mohamad mehmet mamadou mahomet",
    "nicholas nicolas nicola nikolai nikolay nikolaus nikolaos nick nicky mykola nicolae niccolo kolya",
    "patrick patricio patrizio paddy pat",
    "patricia patrizia patty",
    "paul pablo paolo pavel paulo pavlos pavlo pal",
    "peter pedro pietro pierre petr piotr pyotr petro petros pete pieter",
    "philip felipe filippo philippe philipp phil filip",
    "ramon raimondo raymond ray",
    "rafael raphael raffaele",
    "richard ricardo riccardo rick dick ricky rich",
    "robert roberto bob bobby rob robbie bert ruprecht",
    "ronald ronaldo ron ronnie",
    "rosario charo rosary",
    "samuel samuele sam sammy",
    "sergey sergei sergio serge sergiy serhii serhiy seryozha",
    "sophia sofia sophie zofia",
    "stephen steven esteban stefano stephane stefan etienne steve stepan stephan istvan",
    "susan susanna susana suzanne sue susie",
    "teresa theresa therese tess terry tere",
    "thomas tomas tommaso tom tommy foma",
    "timothy timoteo tim timmy timofei",
    "victor vittorio viktor vic vitya",
    "victoria vittoria viktoria vicky",
    "vincent vicente vincenzo vince enzo vinny",
    "vladimir volodymyr wladimir uladzimir volodya vova",
    "walter gualtiero walt",
    "william guillermo guglielmo guillaume wilhelm willem bill billy will willy liam memo",
    "xavier javier saverio xaver",
];

/// The family a romanised word belongs to; 0 for none.
pub(crate) fn family(word: &str) -> u16 {
    table()
        .binary_search_by_key(&word, |(member, _)| *member)
        .ok()
        .and_then(|at| table().get(at))
        .map_or(0, |m| m.1)
}

/// All members, sorted, each with the number of its family.
fn table() -> &'static [(&'static str, u16)] {
    static TABLE: std::sync::OnceLock<Vec<(&str, u16)>> = std::sync::OnceLock::new();
    TABLE.get_or_init(|| {
        let families = FAMILIES.iter().zip(1_u16..);
        let mut all: Vec<_> =
            families.flat_map(|(line, n)| line.split(' ').map(move |m| (m, n))).collect();
        all.sort_unstable();
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_belongs_to_one_family() {
        let doubled = table().windows(2).find(|pair| pair[0].0 == pair[1].0);
        assert_eq!(doubled, None);
        assert_eq!(family("pepe"), family("joseph"));
        assert_eq!(family("qwerty"), 0);
    }
}
