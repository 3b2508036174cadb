//! What one build may take over from the one before, and the steps that do.

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::input::Input;
use crate::config::Config;
use crate::front::{self, Reading};
use crate::markdown::{self, Facts};
use crate::site::Addresses;
use crate::source::Source;
use crate::world::SitePath;

/// What earlier builds of the same process learnt, each under a key that names everything it
/// depends on.
#[derive(Default)]
pub struct Cache {
    readings: Mutex<FxHashMap<SitePath, (blake3::Hash, Reading)>>,
    facts: Mutex<FxHashMap<blake3::Hash, Arc<Facts>>>,
}

/// Types every source; sorted by path as the sources are.
pub(super) fn read_all(
    loaded: Vec<(Source, Vec<u8>)>,
    config: &Config,
    cache: Option<&Cache>,
    input: &mut Input,
) -> Vec<Reading> {
    // The kind of an item can come from its column's settings.
    let settings = format!("{:?}", config.portal.columns);
    let read = |(source, bytes): (Source, Vec<u8>)| {
        let digest = blake3::hash(&bytes);
        let Some(cache) = cache else {
            return (digest, front::read(&source, bytes, config));
        };
        let mut key = blake3::Hasher::new();
        key.update(digest.as_bytes()).update(settings.as_bytes());
        let key = key.finalize();
        let known = lock(&cache.readings).get(&source.path).cloned();
        if let Some((old, reading)) = known
            && old == key
            && reading.source == source
        {
            return (digest, reading);
        }
        let reading = front::read(&source, bytes, config);
        lock(&cache.readings).insert(source.path.clone(), (key, reading.clone()));
        (digest, reading)
    };
    let read: Vec<(blake3::Hash, Reading)> = loaded.into_par_iter().map(read).collect();
    for (digest, reading) in &read {
        input.add(reading.source.path.as_str(), digest.as_bytes());
    }
    read.into_iter().map(|(_, reading)| reading).collect()
}

/// The facts of every body. Those of bodies that are gone are forgotten.
pub(super) fn facts_all(addresses: &Addresses, cache: Option<&Cache>) -> Vec<Arc<Facts>> {
    let bodies: Vec<&str> = addresses.bodies().collect();
    let Some(cache) = cache else {
        return bodies.par_iter().map(|body| Arc::new(markdown::facts(body))).collect();
    };
    let known = std::mem::take(&mut *lock(&cache.facts));
    let facts = |body: &&str| {
        let key = blake3::hash(body.as_bytes());
        let facts = known.get(&key).cloned();
        (key, facts.unwrap_or_else(|| Arc::new(markdown::facts(body))))
    };
    let all: Vec<(blake3::Hash, Arc<Facts>)> = bodies.par_iter().map(facts).collect();
    lock(&cache.facts).extend(all.iter().map(|(key, facts)| (*key, facts.clone())));
    all.into_iter().map(|(_, facts)| facts).collect()
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
