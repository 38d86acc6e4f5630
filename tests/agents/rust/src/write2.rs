//! `write` of format 2: leaves the file that a scenario says.

use std::collections::HashMap;
use std::error::Error;
use std::path::Path;
use std::str::FromStr;

use mmstats::format::cells::{Number, Observed, Scalar};
use mmstats::format::{Kind, ValueType};
use mmstats::raw::{self, Series};
use mmstats::{Counter, Gauge, Histogram, Local, Options, Text, Window, Writer};

use crate::family2::{Registered, register};
use crate::scenario2::{Scenario, Step};

pub fn run(file: &Path, lines: &str) -> Result<(), Box<dyn Error>> {
    let scenario = Scenario::parse(lines)?;
    let mut options = options(file, &scenario.application)?;
    if let Some(identity) = scenario.identity {
        options = options.identity(identity);
    }
    let writer = options.build()?;
    let mut play = Play { writer: &writer, families: HashMap::new(), locals: Vec::new() };
    for step in &scenario.steps {
        play.step(step)?;
    }
    drop(play);
    // What isn't closed stays as if the writer had been killed.
    std::mem::forget(writer);
    Ok(())
}

/// Options of a writer whose file has exactly that path.
pub fn options(file: &Path, application: &str) -> Result<Options, Box<dyn Error>> {
    let name = file.file_name().and_then(|name| name.to_str()).ok_or("a file name in UTF-8")?;
    let template = name.replace('{', "{{").replace('}', "}}");
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    Ok(Writer::options(application).path(folder.unwrap_or(Path::new("."))).filename(template))
}

struct Play<'a> {
    writer: &'a Writer,
    families: HashMap<String, Registered>,
    locals: Vec<Local>,
}

impl Play<'_> {
    fn step(&mut self, step: &Step) -> Result<(), Box<dyn Error>> {
        match step {
            Step::Family(family) => {
                let registered = register(self.writer, family)?;
                self.families.insert(family.name.clone(), registered);
            }
            Step::Do { stripe, family, labels, operation, values } => {
                let family = self.families.get(family).ok_or("a family that isn't registered")?;
                let labels: Vec<_> = labels.iter().map(String::as_str).collect();
                let series = family.raw.series(&labels)?;
                let local = match stripe {
                    Some(number) => Some(local(&mut self.locals, self.writer, *number)?),
                    None => None,
                };
                let done = act(family, series, local, operation, values)?;
                done.ok_or_else(|| format!("no such operation: {operation} {values:?}"))?;
            }
            Step::Close => self.writer.close()?,
        }
        Ok(())
    }
}

fn local<'a>(
    locals: &'a mut Vec<Local>,
    writer: &Writer,
    number: usize,
) -> Result<&'a Local, Box<dyn Error>> {
    while locals.len() < number {
        locals.push(writer.local()?);
    }
    Ok(&locals[number - 1])
}

/// What was done; `None` where there is no such operation.
type Done = Result<Option<()>, Box<dyn Error>>;

fn act(
    family: &Registered,
    series: Series,
    local: Option<&Local>,
    operation: &str,
    values: &[String],
) -> Done {
    if operation == "retire" {
        return Ok(series.retire()?.then_some(()));
    }
    match (family.kind, family.value_type) {
        (Kind::Counter, ValueType::U64) => count::<u64>(series, local, operation, values, 1),
        (Kind::Counter, _) => count::<f64>(series, local, operation, values, 1.0),
        (Kind::Gauge, ValueType::U64) => number::<u64>(series, operation, values),
        (Kind::Gauge, ValueType::I64) => number::<i64>(series, operation, values),
        (Kind::Gauge, ValueType::F64) => number::<f64>(series, operation, values),
        (Kind::Gauge, _) => set::<bool>(series, operation, values),
        (Kind::Histogram, ValueType::U64) => observe::<u64>(series, local, operation, values),
        (Kind::Histogram, _) => observe::<f64>(series, local, operation, values),
        (Kind::Window, ValueType::U64) => observe_at::<u64>(series, local, operation, values),
        (Kind::Window, _) => observe_at::<f64>(series, local, operation, values),
        (Kind::Text, _) => text(series, operation, values),
        _ => publish(family, &series, operation, values),
    }
}

fn count<T: Observed + FromStr<Err: Error + 'static>>(
    series: raw::Series,
    local: Option<&Local>,
    operation: &str,
    values: &[String],
    one: T,
) -> Done {
    let n = match (operation, values) {
        ("inc", []) => one,
        ("add", [n]) => n.parse()?,
        _ => return Ok(None),
    };
    let counter = Counter::<T>::from(series);
    match local {
        Some(local) => local.counter(&counter).add(n),
        None => counter.add(n),
    }
    Ok(Some(()))
}

fn number<T: Number + FromStr<Err: Error + 'static>>(
    series: raw::Series,
    operation: &str,
    values: &[String],
) -> Done {
    let ("add", [n]) = (operation, values) else {
        return set::<T>(series, operation, values);
    };
    Gauge::<T>::from(series).add(n.parse()?);
    Ok(Some(()))
}

fn set<T: Scalar + FromStr<Err: Error + 'static>>(
    series: raw::Series,
    operation: &str,
    values: &[String],
) -> Done {
    let ("set", [value]) = (operation, values) else { return Ok(None) };
    Gauge::<T>::from(series).set(value.parse()?);
    Ok(Some(()))
}

fn observe<T: Observed + FromStr<Err: Error + 'static>>(
    series: raw::Series,
    local: Option<&Local>,
    operation: &str,
    values: &[String],
) -> Done {
    let ("observe", [value]) = (operation, values) else { return Ok(None) };
    let histogram = Histogram::<T>::from(series);
    match local {
        Some(local) => local.histogram(&histogram).observe(value.parse()?),
        None => histogram.observe(value.parse()?),
    }
    Ok(Some(()))
}

fn observe_at<T: Observed + FromStr<Err: Error + 'static>>(
    series: raw::Series,
    local: Option<&Local>,
    operation: &str,
    values: &[String],
) -> Done {
    let ("observe_at", [time, value]) = (operation, values) else { return Ok(None) };
    let window = Window::<T>::from(series);
    match local {
        Some(local) => local.window(&window).observe_at(time.parse()?, value.parse()?),
        None => window.observe_at(time.parse()?, value.parse()?),
    }
    Ok(Some(()))
}

fn text(series: raw::Series, operation: &str, values: &[String]) -> Done {
    let ("set", [value]) = (operation, values) else { return Ok(None) };
    Text::from(series).set(value);
    Ok(Some(()))
}

fn publish(family: &Registered, series: &Series, operation: &str, values: &[String]) -> Done {
    if operation != "publish" || values.len() != family.components.len() {
        return Ok(None);
    }
    series.publish(&family.slot(values)?);
    Ok(Some(()))
}
