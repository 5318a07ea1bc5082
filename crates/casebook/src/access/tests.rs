//! Who is a member, who may sign, and the whole matrix of rights.

use custody::{Act, Event};

use super::people::People;
use super::sign::may_sign;
use super::table::{ROLES, does, sees};
use super::*;
use crate::fault::Exit;

fn act(by: &str, event: Event) -> Act {
    Act { at_us: 5, by: by.to_owned(), event }
}

fn set(number: u64, by: &str, person: &str, roles: &[Role]) -> Act {
    let codes = |role: &Role| role.code().to_owned();
    let [person, unit, unit_kind, reason] =
        [person, "Unit A", "local_unit", "order 1"].map(str::to_owned);
    let (roles, families) = (roles.iter().map(codes).collect(), vec!["money".to_owned()]);
    act(by, Event::MemberSet { number, person, unit, unit_kind, roles, families, reason })
}

fn removed(number: u64, by: &str, person: &str) -> Act {
    let [person, reason] = [person, "moved on"].map(str::to_owned);
    act(by, Event::MemberRemoved { number, person, reason })
}

fn signed(change: u64, by: &str) -> Act {
    act(by, Event::MemberSigned { change, reason: "read".to_owned() })
}

fn names(people: &People) -> Vec<&str> {
    people.members.iter().map(|one| one.person.as_str()).collect()
}

#[test]
fn a_change_of_members_counts_from_its_signature_on_and_the_first_at_once() {
    let mut acts = vec![
        set(1, "ada", "ada", &[Role::Administrator]),
        set(2, "ada", "bea", &[Role::Supervisor]),
    ];
    assert_eq!(names(&People::of_acts(acts.clone())), ["ada"]);
    acts.push(signed(2, "bea"));
    acts.push(removed(3, "bea", "ada"));
    assert_eq!(names(&People::of_acts(acts.clone())), ["ada", "bea"]);
    acts.push(set(4, "ada", "ada", &[Role::Analyst]));
    let people = People::of_acts(acts.clone());
    let waits: Vec<u64> =
        people.changes.iter().filter(|one| one.waits()).map(|one| one.number).collect();
    assert_eq!(waits, [4], "the later change on a person takes the place of the one that waits");
    acts.push(signed(3, "ada"));
    assert_eq!(names(&People::of_acts(acts)), ["ada", "bea"], "what was replaced is not signed");
}

#[test]
fn nobody_signs_their_own_change_of_members_nor_their_own_roles() {
    let both = [
        set(1, "ada", "ada", &[Role::Administrator]),
        set(2, "ada", "bea", &[Role::Supervisor]),
        signed(2, "bea"),
    ];
    let with = |act: Act| People::of_acts(both.iter().cloned().chain([act]).collect());
    let exit =
        |people: &People, by: &str| may_sign(people, 3, by).map_err(|fault| fault.exit).err();
    // The author under any spelling, the person it is about, and whoever keeps no list.
    let people = with(set(3, "ada", "cleo", &[Role::Analyst]));
    for own in ["ada", "Ada", " ADA "] {
        assert_eq!(exit(&people, own), Some(Exit::SecondPerson));
    }
    assert_eq!(exit(&people, "cleo"), Some(Exit::Denied), "another supervisor could sign");
    assert_eq!(exit(&people, "dora"), Some(Exit::Denied));
    assert_eq!(exit(&people, "bea"), None);
    let own = with(set(3, "ada", "bea", &[Role::Supervisor, Role::Investigator]));
    assert_eq!(exit(&own, "bea"), Some(Exit::Denied), "nobody widens their own rights");
}

#[test]
fn a_list_of_members_keeps_somebody_who_keeps_it() {
    let acts = vec![
        set(1, "ada", "ada", &[Role::Administrator]),
        set(2, "ada", "bea", &[Role::Investigator]),
        signed(2, "bea"),
        set(3, "bea", "ada", &[Role::Analyst]),
    ];
    let people = People::of_acts(acts);
    assert!(may_sign(&people, 3, "ada").is_err());
    assert!(super::people::check_manager_stays(&people, "ada", None).is_err());
    assert!(super::people::check_manager_stays(&people, "bea", None).is_ok());
}

fn member(roles: &[Role], families: &[Family]) -> Member {
    Member {
        person: "ada".to_owned(),
        unit: "Unit A".to_owned(),
        unit_kind: UnitKind::LocalUnit,
        roles: roles.iter().copied().collect(),
        families: families.iter().copied().collect(),
        by_change: 1,
    }
}

/// Every role, with every family given or not, for every act and every family shown: the answer is that of the table,
/// and what is not in it is refused.
#[test]
fn the_whole_matrix_of_role_category_and_action_is_that_of_the_table() {
    let mut asked = 0;
    for role in Role::ALL {
        for action in Action::ALL {
            let row = ROLES.iter().find(|(of, ..)| of == role).unwrap();
            let acts = row.1.contains(action);
            assert_eq!(does(*role, *action), acts);
            let none = Need { action: *action, families: vec![] };
            assert_eq!(may(&member(&[*role], &[]), &none).is_ok(), acts);
            for shown in Family::ALL {
                let need = Need { action: *action, families: vec![*shown] };
                assert!(may(&member(&[*role], &[]), &need).is_err(), "{role:?} was given nothing");
                for given in Family::ALL {
                    let allowed = acts && given == shown && row.2.contains(shown);
                    assert_eq!(may(&member(&[*role], &[*given]), &need).is_ok(), allowed);
                    asked += 1;
                }
            }
        }
    }
    assert_eq!(asked, Role::ALL.len() * Action::ALL.len() * Family::ALL.len().pow(2));
}

#[test]
fn a_role_that_may_not_see_lends_no_eyes_to_one_that_may_not_act() {
    let need = Need { action: Action::Keep, families: vec![Family::Money] };
    let both = [Role::Administrator, Role::Analyst];
    // The administrator keeps custody, the analyst sees money; nobody does both.
    assert_eq!(may(&member(&both, Family::ALL), &need), Err(Refusal::Family(Family::Money)));
}

#[test]
fn an_administrator_sees_no_content_and_every_role_stands_once_in_the_table() {
    for family in Family::ALL {
        assert_eq!(sees(Role::Administrator, *family), *family == Family::Log);
    }
    for action in [Action::See, Action::Decide, Action::HandOver, Action::Open, Action::Safeguard] {
        assert!(!does(Role::Administrator, action));
    }
    for role in Role::ALL {
        assert_eq!(ROLES.iter().filter(|(of, ..)| of == role).count(), 1);
    }
}

#[test]
fn every_question_says_what_it_shows() {
    let mut asked: Vec<&str> =
        analysis::questions::QUESTIONS.iter().map(|question| question.card().code).collect();
    asked.sort_unstable();
    let listed: Vec<&str> = QUESTION_SHOWS.iter().map(|(code, _)| *code).collect();
    assert_eq!(asked, listed, "one line a question, in order");
    assert_eq!(shown_by("ANA-999").len(), Family::ALL.len(), "what is not listed shows everything");
}
