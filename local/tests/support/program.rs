//! The program as a child process. Owns: starting, ending, and one-shot calls over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use serde_json::{Value as Json, json};

use super::DEADLINE;

/// More than a function may give.
const LARGEST_RESPONSE: u64 = 32 << 20;
const READY: &str = "Lentil local deployment ready: http://127.0.0.1:";

/// A running deployment; killed with this value.
pub struct Program {
    child: Child,
    lines: Receiver<String>,
    errors: Receiver<String>,
    /// What it said before it was ready.
    pub start: Vec<String>,
    pub port: u16,
}

impl Program {
    /// Starts on a free port and waits until it is ready.
    pub fn start(folder: &Path, arguments: &[&str]) -> Program {
        Program::spawn(command(folder, arguments))
    }

    /// Starts where no file may grow beyond so many blocks of 512 bytes, as on a disk that is full.
    pub fn start_with_small_files(folder: &Path, blocks: u32) -> Program {
        let unlimited = command(folder, &[]);
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut limited = Command::new("sh");
        limited.arg("-c").arg(script).arg(unlimited.get_program()).args(unlimited.get_args());
        Program::spawn(limited)
    }

    /// Starts with a terminal that is gone as soon as the program is ready.
    pub fn start_unheard(folder: &Path) -> Program {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = command(folder, &[]);
        command.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = command.spawn().unwrap();
        let mut lines = BufReader::new(reader).lines().map_while(Result::ok);
        let port = lines.find_map(|line| line.strip_prefix(READY)?.parse().ok()).expect("to be ready");
        Program { child, lines: channel().1, errors: channel().1, start: Vec::new(), port }
    }

    fn spawn(mut command: Command) -> Program {
        command.env("TZ", "America/New_York");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
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
        Program { child, lines, errors, start: said, port }
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

    /// Keeps the deployment busy with a query that ends with the program; gives the connection that
    /// waits for it.
    #[track_caller]
    pub fn keep_busy(&self) -> TcpStream {
        let body = json!({"path": "pure:cannotBeStopped", "args": {}}).to_string();
        let head = format!("POST /api/query HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}", body.len());
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
        self.said("busy from now on");
        stream
    }

    /// Posts any body: gives status and JSON response.
    pub fn post(&self, path: &str, body: &str) -> (u16, Json) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let mut response = ureq::Agent::from(config).post(self.url(path)).send(body).unwrap();
        (response.status().as_u16(), response.body_mut().read_json().unwrap())
    }

    /// Posts a call of a function with an `Authorization` header: status and JSON response.
    pub fn post_as(&self, authorization: &str, path: &str, function: &str) -> (u16, Json) {
        self.post_body_as(authorization, path, &json!({"path": function, "args": {}}))
    }

    /// The same with any body.
    pub fn post_body_as(&self, authorization: &str, path: &str, body: &Json) -> (u16, Json) {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let request = ureq::Agent::from(config).post(self.url(path)).header("Authorization", authorization);
        let mut response = request.send_json(body).unwrap();
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
        response.body_mut().with_config().limit(LARGEST_RESPONSE).read_json().unwrap()
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
