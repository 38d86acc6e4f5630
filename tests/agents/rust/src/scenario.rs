//! Scenarios in the lines form: a directive a line, its words between tabs.

use std::error::Error;

/// What to publish.
#[derive(Default)]
pub struct Scenario {
    pub label_prefix: String,
    pub system_fields: bool,
    pub fields: Vec<Field>,
    pub steps: Vec<Step>,
}

/// A field to declare.
pub struct Field {
    pub label: String,
    pub kind: String,
    pub arguments: Vec<String>,
}

/// A write to a field.
pub struct Step {
    pub label: String,
    pub operation: String,
    pub values: Vec<String>,
}

impl Scenario {
    pub fn parse(lines: &str) -> Result<Scenario, Box<dyn Error>> {
        let mut scenario = Scenario::default();
        for line in lines.lines() {
            let words = line.split('\t').map(unescape).collect::<Result<Vec<_>, _>>()?;
            scenario.add(&words).ok_or_else(|| format!("no directive of a scenario: {line:?}"))?;
        }
        Ok(scenario)
    }

    fn add(&mut self, words: &[String]) -> Option<()> {
        let (directive, words) = words.split_first()?;
        match (directive.as_str(), words) {
            ("prefix", [prefix]) => self.label_prefix.clone_from(prefix),
            ("system", [wanted]) => self.system_fields = wanted == "1",
            ("field", [label, kind, arguments @ ..]) => self.fields.push(Field {
                label: label.clone(),
                kind: kind.clone(),
                arguments: arguments.to_vec(),
            }),
            ("step", [label, operation, values @ ..]) => self.steps.push(Step {
                label: label.clone(),
                operation: operation.clone(),
                values: values.to_vec(),
            }),
            _ => return None,
        }
        Some(())
    }
}

/// A word, its `%XX` turned into bytes.
pub fn unescape(word: &str) -> Result<String, Box<dyn Error>> {
    let mut runs = word.split('%');
    let mut bytes = runs.next().unwrap_or_default().as_bytes().to_owned();
    for run in runs {
        let (digits, plain) = run.split_at_checked(2).ok_or("a % without two digits")?;
        bytes.push(u8::from_str_radix(digits, 16)?);
        bytes.extend(plain.as_bytes());
    }
    Ok(String::from_utf8(bytes)?)
}
