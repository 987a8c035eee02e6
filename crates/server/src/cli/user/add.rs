//! `rapport user add`

use std::sync::Arc;

use rapport_core::directory::{Agent, AgentRole, Directory, NAME_CHARS_MAX, Queue, Record, Stored};
use rapport_core::id::QueueId;
use rapport_core::permission::BuiltInRole;
use rapport_core::validation::Errors;
use rapport_storage::{Store, Tx, credential, record};

use super::password::Password;
use crate::app::{location, stamp};
use crate::cli::failure::Failure;
use crate::cli::offline::{actor, directory, told, with_store, with_store_at};
use crate::cli::print::print;
use crate::cli::settings::SettingsArgs;
use crate::config::Config;
use crate::organisation::Organisation;

/// Add an agent who can sign in
///
/// Without --password-stdin a password is made and printed, once. An agent gets the work of the
/// queues that --queue names; without one, of none, until an administrator adds them in the
/// settings of the desk.
///
/// A store that is not set up yet is set up by the link that `rapport serve` prints or, without a
/// browser, by adding an administrator with --organisation; brands, queues and inboxes are then
/// added in the settings of the desk or through the API.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport user add --email tom@example.com --name 'Tom Okafor' --role agent --queue Support\n  \
    rapport user add --email ada@example.com --name 'Ada Brandt' --role supervisor --password-stdin < password.txt\n  \
    rapport user add --email ada@example.com --name 'Ada Brandt' --role administrator --organisation 'Example Ltd'")]
pub(super) struct Args {
    /// The address to sign in with
    #[arg(long)]
    email: String,
    /// As colleagues and customers see it
    #[arg(long)]
    name: String,
    /// administrator, supervisor, agent, or the name of a role of your own
    #[arg(long)]
    role: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// A queue whose work they get, by its name or id; may be repeated
    #[arg(long = "queue", value_name = "QUEUE", conflicts_with = "organisation")]
    queues: Vec<String>,
    /// Set up a new store for this organisation, with this agent as its administrator
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    #[command(flatten)]
    settings: SettingsArgs,
}

pub(super) fn run(args: Args) -> Result<(), Failure> {
    let config = args.settings.load(Config::default())?.config;
    let password = Password::new(args.password_stdin)?;
    let mut agent = Agent {
        name: args.name.trim().to_owned(),
        email: args.email,
        role: BuiltInRole::Agent.into(),
        site_id: None,
        skills: Vec::new(),
        queue_ids: Vec::new(),
        capacity_units: 100,
        signature: String::new(),
    };
    agent.keep(None);
    let wanted = Wanted { agent, role: args.role, queues: args.queues };
    let added = match args.organisation {
        Some(name) => {
            std::fs::create_dir_all(&config.data_dir).map_err(|error| {
                let folder = config.data_dir.display();
                Failure::failed(format!(
                    "cannot make the data directory {folder}: {error}. Choose another with --data DIR."
                ))
            })?;
            with_store_at(&location(&config), async |store| {
                add(store, wanted, &password, Some(name)).await
            })?
        }
        None => with_store(&config, async |store| add(store, wanted, &password, None).await)?,
    };
    print(&format!("{added}{}", password.shown()))
}

/// The agent, with what the directory must be asked about.
struct Wanted {
    agent: Agent,
    role: String,
    queues: Vec<String>,
}

/// Answers what was done, in a line.
async fn add(
    store: &Store,
    Wanted { mut agent, role, queues }: Wanted,
    password: &Password,
    organisation: Option<String>,
) -> Result<String, Failure> {
    let hash = password.hash().await?;
    let mut tx = store.begin().await?;
    let directory = directory(&mut tx).await?;
    agent.role = role_named(&directory, &role)?;
    set_up(&mut tx, agent.role, organisation).await?;
    for queue in &queues {
        let id = queue_named(&directory, queue)?;
        if !agent.queue_ids.contains(&id) {
            agent.queue_ids.push(id);
        }
    }
    let mut errors = Errors::default();
    agent.validate(None, &directory, &mut errors);
    errors.into_result().map_err(told)?;
    let stamp = stamp();
    let agent = Stored {
        id: stamp.id(),
        version: 1,
        archived: false,
        created_at: stamp.at,
        updated_at: stamp.at,
        record: agent,
    };
    record::create(&mut tx, &agent, actor(), stamp.at).await?;
    credential::put_password(&mut tx, agent.id, &agent.record.email, &hash).await?;
    tx.commit().await?;
    let role = directory.role_name(agent.record.role);
    Ok(format!("Added {} as {role}.\n", agent.record.email))
}

fn role_named(directory: &Directory, text: &str) -> Result<AgentRole, Failure> {
    directory.role_named(text).ok_or_else(|| {
        let built_in = BuiltInRole::ALL.map(BuiltInRole::name);
        let custom = directory.roles.values().filter(|role| !role.archived);
        let names: Vec<&str> =
            built_in.into_iter().chain(custom.map(|role| role.record.name.as_str())).collect();
        Failure::failed(format!("there is no role {text}; there are: {}", names.join(", ")))
    })
}

/// The queue in use with this name (letter case does not count) or id.
fn queue_named(directory: &Directory, text: &str) -> Result<QueueId, Failure> {
    let name = text.trim().to_lowercase();
    let in_use = || directory.queues.values().filter(|queue| !queue.archived);
    let is_it = |queue: &&Arc<Stored<Queue>>| {
        queue.record.name.trim().to_lowercase() == name || queue.id.to_string() == name
    };
    in_use().find(is_it).map(|queue| queue.id).ok_or_else(|| {
        let names: Vec<&str> = in_use().map(|queue| queue.record.name.as_str()).collect();
        Failure::failed(format!("there is no queue {text}; there are: {}", names.join(", ")))
    })
}

/// A store has an organisation before it has agents.
async fn set_up(tx: &mut Tx, role: AgentRole, name: Option<String>) -> Result<(), Failure> {
    match (Organisation::get(&mut tx.session()).await?, name) {
        (Some(_), None) => Ok(()),
        (Some(known), Some(_)) => Err(Failure::failed(format!(
            "this store is set up for {} already. Leave --organisation out.",
            known.name
        ))),
        (None, None) => Err(Failure::failed(
            "nothing is set up in this store yet. Start `rapport serve` and open the link that it \
             prints or, without a browser, repeat this with --role administrator --organisation NAME.",
        )),
        (None, Some(_)) if role != AgentRole::BuiltIn(BuiltInRole::Administrator) => {
            Err(Failure::failed(
                "the first agent of a store must be able to configure it: write --role administrator",
            ))
        }
        (None, Some(name)) => {
            let mut errors = Errors::default();
            errors.check_line(&name, "--organisation", NAME_CHARS_MAX);
            errors.into_result().map_err(told)?;
            Organisation::new(name).put(tx, actor(), stamp().at).await?;
            Ok(())
        }
    }
}
