//! The program as a child process. Owns: starting, ending, and one-shot calls over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value as Json, json};

use super::DEADLINE;

const READY: &str = "Lentil local deployment ready: http://127.0.0.1:";

/// A running deployment; killed with this value.
pub struct Program {
    child: Child,
    lines: Receiver<String>,
    errors: Receiver<String>,
    pub port: u16,
}

impl Program {
    /// Starts on a free port and waits until it is ready.
    pub fn start(folder: &Path, arguments: &[&str]) -> Program {
        let mut child = command(folder, arguments).spawn().unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        let errors = lines_of(child.stderr.take().unwrap());
        let mut said = Vec::new();
        let port = loop {
            match lines.recv_timeout(DEADLINE) {
                Ok(line) => match line.strip_prefix(READY) {
                    Some(port) => break port.parse().unwrap(),
                    None => said.push(line),
                },
                Err(_) => {
                    let _ = child.kill();
                    panic!("not ready: {said:?} {:?}", errors.iter().collect::<Vec<_>>());
                }
            }
        };
        Program { child, lines, errors, port }
    }

    /// Runs a program that cannot start: gives its exit code and what it said on stderr.
    pub fn fail(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
        let output = command(folder, arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Waits for a line on stdout that holds this text.
    #[track_caller]
    pub fn said(&self, text: &str) -> String {
        wait_for(&self.lines, text).pop().unwrap()
    }

    /// Waits for a line on stderr that holds this text: gives the lines up to it.
    #[track_caller]
    pub fn complained(&self, text: &str) -> String {
        wait_for(&self.errors, text).join("\n")
    }

    /// Ends it as Ctrl-C and service managers do.
    pub fn terminate(mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap()
    }

    /// SIGKILL.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn query(&self, path: &str, args: Json) -> Json {
        self.call("query", path, args)
    }

    pub fn mutation(&self, path: &str, args: Json) -> Json {
        self.call("mutation", path, args)
    }

    pub fn action(&self, path: &str, args: Json) -> Json {
        self.call("action", path, args)
    }

    /// Asks for a function call and leaves the answer to the caller.
    pub fn send_only(&self, kind: &str, path: &str, args: Json) -> TcpStream {
        let body = json!({"path": path, "args": args}).to_string();
        let head = format!("POST /api/{kind} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}", body.len());
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
        // When a later request is answered, this one has (all but surely) been read.
        assert_eq!(self.post("/api/nothing", "").0, 404);
        stream
    }

    /// Posts any body: gives status and JSON response.
    pub fn post(&self, path: &str, body: &str) -> (u16, Json) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut response = ureq::Agent::from(config).post(self.url(path)).send(body).unwrap();
        (response.status().as_u16(), response.body_mut().read_json().unwrap())
    }

    /// Gets: status and JSON response.
    pub fn get(&self, path: &str) -> (u16, Json) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut response = ureq::Agent::from(config).get(self.url(path)).call().unwrap();
        (response.status().as_u16(), response.body_mut().read_json().unwrap())
    }

    /// The whole response of a function call in the format of Convex clients.
    pub fn call(&self, kind: &str, path: &str, args: Json) -> Json {
        let body = json!({"path": path, "args": args, "format": "convex_encoded_json"});
        let mut response = ureq::post(self.url(&format!("/api/{kind}"))).send_json(body).unwrap();
        response.body_mut().read_json().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lentil-local"));
    command.arg(folder).args(arguments);
    if !arguments.contains(&"--port") {
        command.args(["--port", "0"]);
    }
    command.env("TZ", "America/New_York");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn lines_of(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver
}

#[track_caller]
fn wait_for(lines: &Receiver<String>, text: &str) -> Vec<String> {
    let mut said = Vec::new();
    while !said.last().is_some_and(|line: &String| line.contains(text)) {
        match lines.recv_timeout(DEADLINE) {
            Ok(line) => said.push(line),
            Err(_) => panic!("{text} was not said: {said:?}"),
        }
    }
    said
}

/// The value of a successful call.
#[track_caller]
pub fn value(response: &Json) -> &Json {
    assert_eq!(response["status"], "success", "{response}");
    &response["value"]
}

/// The error text of a failed call, without its request id.
#[track_caller]
pub fn error(response: &Json) -> &str {
    assert_eq!(response["status"], "error", "{response}");
    let message = response["errorMessage"].as_str().unwrap();
    let (tag, rest) = message.split_once("] Server Error\n").expect(message);
    assert_eq!(tag.len(), "[Request ID: ".len() + 16, "{tag}");
    rest
}
