//! What a client writes.
//!
//! Owns: the text of each client message. Leaves to others: their order (`client/`), their ids.

use alloc::string::String;

use super::{QuerySetEdit, Timestamp};
use crate::auth::Credential;
use crate::ids::{Millis, QueryId, RequestId};
use crate::json::{ObjectWriter, push_string, push_u64};

/// The fields of `Connect`.
pub struct Connect<'a> {
    /// A UUID; with a request id it makes mutations exactly-once.
    pub session: &'a str,
    /// How many sockets were opened before this one.
    pub connection_count: u32,
    /// Why the last one ended.
    pub last_close_reason: Option<&'a str>,
    /// The newest database time seen.
    pub max_observed: Option<Timestamp>,
    /// Unix time.
    pub client_ts: Millis,
}

/// Always the first frame of a connection: without it mutations are not de-duplicated.
pub fn connect(fields: &Connect<'_>) -> String {
    message("Connect", &|object| {
        object.string("sessionId", fields.session);
        object.u32("connectionCount", fields.connection_count);
        match fields.last_close_reason {
            Some(reason) => object.string("lastCloseReason", reason),
            None => object.raw("lastCloseReason", "null"),
        }
        if let Some(ts) = fields.max_observed {
            object.string("maxObservedTimestamp", &ts.to_wire());
        }
        push_u64(object.key("clientTs"), fields.client_ts.0);
    })
}

/// Edits of the query set, from version `base` to `base + 1`.
pub fn modify_query_set(base: u32, edits: &[QuerySetEdit]) -> String {
    message("ModifyQuerySet", &|object| {
        object.u32("baseVersion", base);
        object.u32("newVersion", base + 1);
        let out = object.key("modifications");
        out.push('[');
        for (index, edit) in edits.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_edit(out, edit);
        }
        out.push(']');
    })
}

fn write_edit(out: &mut String, edit: &QuerySetEdit) {
    let mut object = ObjectWriter::open(out);
    match edit {
        QuerySetEdit::Add { query: QueryId(id), path, args, component, journal } => {
            object.string("type", "Add");
            object.u32("queryId", *id);
            object.string("udfPath", path);
            write_args(&mut object, args);
            if let Some(journal) = journal {
                object.raw("journal", journal);
            }
            if let Some(component) = component {
                object.string("componentPath", component);
            }
        }
        QuerySetEdit::Remove(QueryId(id)) => {
            object.string("type", "Remove");
            object.u32("queryId", *id);
        }
    }
    object.close();
}

/// A mutation.
pub fn mutation(request: RequestId, path: &str, args: &str) -> String {
    request_message("Mutation", request, path, args)
}

/// An action.
pub fn action(request: RequestId, path: &str, args: &str) -> String {
    request_message("Action", request, path, args)
}

fn request_message(kind: &str, RequestId(id): RequestId, path: &str, args: &str) -> String {
    message(kind, &|object| {
        object.u32("requestId", id);
        object.string("udfPath", path);
        write_args(object, args);
    })
}

/// Who the user is, from identity version `base` to `base + 1`.
pub fn authenticate(base: u32, credential: &Credential) -> String {
    message("Authenticate", &|object| {
        object.u32("baseVersion", base);
        match credential {
            Credential::None => object.string("tokenType", "None"),
            Credential::User { token } => {
                object.string("tokenType", "User");
                push_string(object.key("value"), token);
            }
            Credential::Admin { key, acting_as } => {
                object.string("tokenType", "Admin");
                push_string(object.key("value"), key);
                if let Some(attributes) = acting_as {
                    object.raw("impersonating", attributes);
                }
            }
        }
    })
}

/// `args` is always an array with the arguments object as its one element.
fn write_args(object: &mut ObjectWriter<'_>, args: &str) {
    let out = object.key("args");
    out.push('[');
    out.push_str(args);
    out.push(']');
}

fn message(kind: &str, fields: &dyn Fn(&mut ObjectWriter<'_>)) -> String {
    let mut out = String::new();
    let mut object = ObjectWriter::open(&mut out);
    object.string("type", kind);
    fields(&mut object);
    object.close();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_written_as_the_server_reads_them() {
        let fields = Connect {
            session: "s",
            connection_count: 0,
            last_close_reason: Some("InitialConnect"),
            max_observed: Some(Timestamp(100)),
            client_ts: Millis(5),
        };
        assert_eq!(
            connect(&fields),
            r#"{"type":"Connect","sessionId":"s","connectionCount":0,"lastCloseReason":"InitialConnect","maxObservedTimestamp":"ZAAAAAAAAAA=","clientTs":5}"#
        );
        let add = QuerySetEdit::Add {
            query: QueryId(3),
            path: "m:f".into(),
            args: "{}".into(),
            component: None,
            journal: Some("null".into()),
        };
        assert_eq!(
            modify_query_set(0, &[add, QuerySetEdit::Remove(QueryId(1))]),
            r#"{"type":"ModifyQuerySet","baseVersion":0,"newVersion":1,"modifications":[{"type":"Add","queryId":3,"udfPath":"m:f","args":[{}],"journal":null},{"type":"Remove","queryId":1}]}"#
        );
        assert_eq!(
            mutation(RequestId(7), "m:g", r#"{"a":1}"#),
            r#"{"type":"Mutation","requestId":7,"udfPath":"m:g","args":[{"a":1}]}"#
        );
        assert_eq!(
            authenticate(2, &Credential::None),
            r#"{"type":"Authenticate","baseVersion":2,"tokenType":"None"}"#
        );
    }
}
