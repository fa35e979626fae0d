//! Prints the hash of ten thousand decisions.
//!
//! `tenure-hash [--cases N] [--threads N] [--split N] [--order as-is|reversed|turned] [--door records|json]
//! [--plant hash-order|float-fold|pointer|zone]`

use std::process::ExitCode;

use tenure_testkit::command::arguments;
use tenure_testkit::hash::{CASES, Door, Order, Plant, Way, hash};

const USAGE: &str = "usage: tenure-hash [--cases N] [--threads N] [--split N] [--order as-is|reversed|turned] \
                     [--door records|json] [--plant hash-order|float-fold|pointer|zone]";

fn main() -> ExitCode {
    let arguments = arguments();
    let hashed = read(&arguments).and_then(|(cases, way)| hash(cases, &way));
    match hashed {
        Ok(hash) => {
            println!("{hash}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn read(arguments: &[String]) -> Result<(u64, Way), String> {
    let (mut cases, mut way) = (CASES, Way::default());
    for pair in arguments.chunks(2) {
        let [name, value] = pair else {
            return Err(USAGE.to_owned());
        };
        let number = || value.parse::<usize>().map_err(|_| USAGE.to_owned());
        match (name.as_str(), value.as_str()) {
            ("--cases", _) => cases = number()? as u64,
            ("--threads", _) => way.threads = number()?,
            ("--split", _) => way.split = number()?,
            ("--order", "as-is") => way.order = Order::AsIs,
            ("--order", "reversed") => way.order = Order::Reversed,
            ("--order", "turned") => way.order = Order::Turned,
            ("--door", "records") => way.door = Door::Records,
            ("--door", "json") => way.door = Door::Json,
            ("--plant", "hash-order") => way.plant = Plant::HashOrder,
            ("--plant", "float-fold") => way.plant = Plant::FloatFold,
            ("--plant", "pointer") => way.plant = Plant::Pointer,
            ("--plant", "zone") => way.plant = Plant::Zone,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok((cases, way))
}
