//! Scenarios of format 2 in the lines form.

use std::error::Error;

use mmstats::Identity;

use crate::scenario::unescape;

/// What to do, in its order.
pub struct Scenario {
    pub application: String,
    pub identity: Option<Identity>,
    pub steps: Vec<Step>,
}

pub enum Step {
    Family(Family),
    /// Something with a series, through a local object if that has a number.
    Do {
        stripe: Option<usize>,
        family: String,
        labels: Vec<String>,
        operation: String,
        values: Vec<String>,
    },
    Close,
}

/// A family to register.
pub struct Family {
    pub name: String,
    pub kind: String,
    pub value_type: String,
    /// `key=value` words.
    options: Vec<(String, String)>,
}

impl Family {
    /// The values of a key, in their order.
    pub fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        let of_key = self.options.iter().filter(move |(name, _)| name == key);
        of_key.map(|(_, value)| value.as_str())
    }

    /// The value of a key; empty where it isn't there.
    pub fn text(&self, key: &str) -> &str {
        self.options.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }

    pub fn number<T: std::str::FromStr<Err: Error + 'static>>(
        &self,
        key: &str,
    ) -> Result<T, Box<dyn Error>> {
        self.text(key).parse().map_err(|error| format!("{key} of {:?}: {error}", self.name).into())
    }
}

impl Scenario {
    /// Parses what stands behind the line that says the format.
    pub fn parse(lines: &str) -> Result<Scenario, Box<dyn Error>> {
        let mut scenario =
            Scenario { application: String::new(), identity: None, steps: Vec::new() };
        for line in lines.lines().skip(1) {
            let words = line.split('\t').map(unescape).collect::<Result<Vec<_>, _>>()?;
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            scenario.add(&words).map_err(|error| format!("{line:?}: {error}"))?;
        }
        Ok(scenario)
    }

    fn add(&mut self, words: &[&str]) -> Result<(), Box<dyn Error>> {
        match words {
            ["application", name] => self.application = (*name).to_owned(),
            ["identity", words @ ..] => self.identity = Some(identity(words)?),
            ["family", name, kind, value_type, options @ ..] => {
                let options = options.iter().map(|word| pair(word)).collect::<Result<_, _>>()?;
                self.steps.push(Step::Family(Family {
                    name: (*name).to_owned(),
                    kind: (*kind).to_owned(),
                    value_type: (*value_type).to_owned(),
                    options,
                }));
            }
            ["step", words @ ..] => self.steps.push(step(None, words)?),
            ["local", stripe, words @ ..] => {
                self.steps.push(step(Some(stripe.parse()?), words)?);
            }
            ["close"] => self.steps.push(Step::Close),
            _ => return Err("no directive of a scenario".into()),
        }
        Ok(())
    }
}

fn pair(word: &str) -> Result<(String, String), Box<dyn Error>> {
    let (key, value) = word.split_once('=').ok_or("a word without =")?;
    Ok((key.to_owned(), value.to_owned()))
}

fn step(stripe: Option<usize>, words: &[&str]) -> Result<Step, Box<dyn Error>> {
    let [family, count, words @ ..] = words else { return Err("too few words".into()) };
    let (labels, words) = words.split_at_checked(count.parse()?).ok_or("too few label values")?;
    let (operation, values) = words.split_first().ok_or("no operation")?;
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Ok(Step::Do {
        stripe,
        family: (*family).to_owned(),
        labels: owned(labels),
        operation: (*operation).to_owned(),
        values: owned(values),
    })
}

fn identity(words: &[&str]) -> Result<Identity, Box<dyn Error>> {
    let pairs = words.iter().map(|word| pair(word)).collect::<Result<Vec<_>, _>>()?;
    let find = |key: &str| {
        let found = pairs.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value.as_str()).ok_or_else(|| format!("no {key}"))
    };
    let number = |key: &str| -> Result<u64, Box<dyn Error>> { Ok(find(key)?.parse()?) };
    let bytes = |key: &str| -> Result<[u8; 16], Box<dyn Error>> {
        Ok(u128::from_str_radix(find(key)?, 16)?.to_be_bytes())
    };
    Ok(Identity {
        created: number("created")?,
        created_boot: number("created_boot")?,
        pid: number("pid")?,
        start: number("start")?,
        boot_id: bytes("boot_id")?,
        pid_namespace: number("pid_namespace")?,
        uid: number("uid")?,
        file_id: bytes("file_id")?,
    })
}
