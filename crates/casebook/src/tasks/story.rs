//! What the log tells of tasks: when each was found, who took it, to whom it was handed on, who closed it.

use std::collections::BTreeMap;

use custody::{Act, Event};
use serde::Serialize;

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nobody has taken it.
    Waits,
    /// Somebody has.
    Taken,
    /// It was handed on, and nobody has received it yet: it is still its former owner's.
    HandedOn,
    /// It is done.
    Closed,
}

impl Stage {
    pub(super) fn of(
        acknowledged: Option<&Acknowledged>,
        handed: Option<&Handed>,
        closed: Option<&Closed>,
    ) -> Self {
        match (closed, handed, acknowledged) {
            (Some(_), ..) => Self::Closed,
            (None, Some(_), _) => Self::HandedOn,
            (None, None, Some(_)) => Self::Taken,
            (None, None, None) => Self::Waits,
        }
    }
}

/// Who took a task upon themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What is done about it.
    pub reason: String,
}

/// To whom a task was handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handed {
    /// Who handed it on.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// To which account; empty where a unit alone is named.
    pub to: String,
    /// To which unit; empty where an account alone is named.
    pub unit: String,
    /// Why.
    pub reason: String,
}

/// Who closed a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What was done.
    pub reason: String,
}

/// Another task of the same parties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Earlier {
    /// Its name.
    pub name: String,
    /// What kind of fact it was.
    pub kind: String,
    /// When a build found it, microseconds of UTC.
    pub found_us: i64,
    /// How far it is.
    pub stage: Stage,
    /// Whose it is or was.
    pub owner: Option<String>,
}

/// What became of one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) acknowledged: Option<Acknowledged>,
    pub(super) owner: Option<String>,
    pub(super) handed: Option<Handed>,
    pub(super) closed: Option<Closed>,
}

/// A task as the build that found it wrote it down.
struct Found {
    at_us: i64,
    kind: String,
    parties: Vec<String>,
    due_us: i64,
}

/// What the log tells of every task.
#[derive(Default)]
pub(super) struct Story {
    found: BTreeMap<String, Found>,
    told: BTreeMap<String, Told>,
    /// When the questions were asked last, microseconds of UTC.
    pub(super) last_built_us: i64,
}

impl Story {
    pub(super) fn of_acts(acts: Vec<Act>) -> Self {
        let mut story = Self::default();
        for act in acts {
            story.add(act);
        }
        story
    }

    fn add(&mut self, Act { at_us, by, event }: Act) {
        match event {
            Event::Built { .. } => self.last_built_us = at_us,
            Event::TasksFound { tasks } => {
                for one in tasks {
                    let (kind, parties, due_us) = (one.kind, one.parties, one.due_us);
                    let found = Found { at_us, kind, parties, due_us };
                    self.found.entry(one.task).or_insert(found);
                }
            }
            // Whoever takes a task takes it also from a hand-over that nobody received.
            Event::Acknowledged { task, reason } | Event::TaskReceived { task, reason } => {
                let told = self.told.entry(task).or_default();
                told.owner = Some(by.clone());
                told.handed = None;
                told.acknowledged = Some(Acknowledged { by, at_us, reason });
            }
            Event::TaskHandedOn { task, to, unit, reason } => {
                let handed = Handed { by, at_us, to, unit, reason };
                self.told.entry(task).or_default().handed = Some(handed);
            }
            Event::TaskClosed { task, reason } => {
                let told = self.told.entry(task).or_default();
                told.handed = None;
                told.closed.get_or_insert(Closed { by, at_us, reason });
            }
            _ => {}
        }
    }

    pub(super) fn told(&self, task: &str) -> Told {
        self.told.get(task).cloned().unwrap_or_default()
    }

    pub(super) fn found_us(&self, task: &str) -> Option<i64> {
        self.found.get(task).map(|found| found.at_us)
    }

    pub(super) fn due_us(&self, task: &str) -> Option<i64> {
        self.found.get(task).map(|found| found.due_us)
    }

    /// Other tasks that name one of these parties, the oldest first.
    pub(super) fn earlier(&self, name: &str, parties: &[String]) -> Vec<Earlier> {
        let of_them = |found: &Found| found.parties.iter().any(|party| parties.contains(party));
        let others = self.found.iter().filter(|(task, found)| *task != name && of_them(found));
        let mut earlier: Vec<Earlier> = others
            .map(|(task, found)| {
                let told = self.told(task);
                let Told { acknowledged, handed, closed, owner } = told;
                Earlier {
                    name: task.clone(),
                    kind: found.kind.clone(),
                    found_us: found.at_us,
                    stage: Stage::of(acknowledged.as_ref(), handed.as_ref(), closed.as_ref()),
                    owner,
                }
            })
            .collect();
        earlier.sort_by_key(|one| one.found_us);
        earlier
    }
}

#[cfg(test)]
mod tests {
    use custody::FoundTask;

    use super::*;

    fn act(at_us: i64, by: &str, event: Event) -> Act {
        Act { at_us, by: by.to_owned(), event }
    }

    fn found(at_us: i64, task: &str, parties: &[&str]) -> Act {
        let parties = parties.iter().map(|party| (*party).to_owned()).collect();
        let (task, kind) = (task.to_owned(), "recent-call".to_owned());
        act(
            at_us,
            "build",
            Event::TasksFound { tasks: vec![FoundTask { task, kind, parties, due_us: 90 }] },
        )
    }

    fn taken(at_us: i64, by: &str, task: &str) -> Act {
        act(at_us, by, Event::Acknowledged { task: task.to_owned(), reason: "called".to_owned() })
    }

    fn handed(at_us: i64, by: &str, task: &str) -> Act {
        let [task, to, unit, reason] = [task, "bea", "", "her desk"].map(str::to_owned);
        act(at_us, by, Event::TaskHandedOn { task, to, unit, reason })
    }

    #[test]
    fn the_first_build_that_found_a_task_sets_its_deadline_and_no_later_one_moves_it() {
        let story = Story::of_acts(vec![found(10, "a", &["p"]), found(50, "a", &["p"])]);
        assert_eq!((story.found_us("a"), story.due_us("a")), (Some(10), Some(90)));
        assert_eq!(story.found_us("b"), None);
    }

    #[test]
    fn a_task_that_is_handed_on_stays_its_former_owners_until_it_is_received() {
        let mut acts = vec![taken(1, "ada", "a"), handed(2, "ada", "a")];
        let told = Story::of_acts(acts.clone()).told("a");
        assert_eq!(told.owner.as_deref(), Some("ada"));
        assert_eq!(told.handed.as_ref().map(|one| one.to.as_str()), Some("bea"));
        acts.push(act(3, "bea", Event::TaskReceived { task: "a".into(), reason: "mine".into() }));
        let told = Story::of_acts(acts).told("a");
        assert_eq!((told.owner.as_deref(), told.handed), (Some("bea"), None));
    }

    #[test]
    fn earlier_tasks_of_the_same_parties_stay_linked_whatever_became_of_them() {
        let acts = vec![
            found(1, "a", &["p", "q"]),
            found(2, "b", &["q"]),
            found(3, "c", &["r"]),
            taken(4, "ada", "a"),
            act(5, "ada", Event::TaskClosed { task: "a".into(), reason: "seen".into() }),
            found(6, "d", &["q"]),
        ];
        let earlier = Story::of_acts(acts).earlier("d", &["q".to_owned()]);
        let told: Vec<(&str, Stage)> = earlier.iter().map(|one| (&*one.name, one.stage)).collect();
        assert_eq!(told, [("a", Stage::Closed), ("b", Stage::Waits)]);
        assert_eq!(earlier[0].owner.as_deref(), Some("ada"));
    }
}
