//! Who calls: passwords, browser sessions, API tokens, and what each may do.

mod caller;
mod device;
mod guard;
mod password;
mod renew;
mod secret;
mod session;
mod throttle;

pub use caller::{Caller, Means};
pub use device::{Device, Devices};
pub use guard::{Declared, Guard, Needs, guard, identify};
pub use password::{check_password, hash_password, verify_password};
pub use renew::{changes_caller, renew};
pub use secret::{TOKEN_PREFIX, hash_secret, new_secret};
pub use session::{COOKIE, SESSION_LIFETIME, clear_cookie, set_cookie};
pub use throttle::{ACCOUNT_TRIES, Throttle, Throttled};
pub(crate) use throttle::{check_rate, per_minute};
