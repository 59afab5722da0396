export const USAGE = `Simulated innovaphone PBXes for tests, demos and load runs.

  mock-pbx serve --port PORT --app NAME --password PWD [options]
      Answers at ws://HOST:PORT/PBX0/APPS/websocket. The App object NAME exists with every API granted.
  mock-pbx dial --url URL --app NAME --password PWD [options]
      Acts as the App object NAME and dials URL, e.g. http://localhost:3001/app/example.com/main/attendant
      (http becomes ws, https wss; the last path component is the app and is dropped). Redials until stopped.
  mock-pbx --count N --dial URL --app NAME --password PWD [options]
      N PBXes in one process, each dialling URL with {n} replaced by 1..N.

Options
  --app NAME          Name of the App object (no capitals or spaces, no digit first)
  --password PWD      its password
  --domain DOMAIN     system name                        (example.com)
  --pbx NAME          PBX name; {n} is replaced          (master, or pbx-{n} with --count)
  --users N           generated users per PBX            (200)
  --version V         PBX version                        (14r1)
  --build B           PBX build                          (1410520)
  --seed N            seed of the generated objects      (from domain and name)
  --state FILE        keep changes in FILE; {n} is replaced
  --count N           number of PBXes                    (1)
serve
  --port PORT         port to listen at, 0 = any free one
  --host ADDRESS      address to listen at               (127.0.0.1)
  --tls-key FILE --tls-cert FILE   PEM files: serve wss
  with --count N the PBXes answer at /PBX0, /PBX1, ...
dial
  --url URL, --dial URL   where to dial
  --ca FILE           PEM file of the authority that signed the server's certificate
  --per-second N      new connections per second at the start   (100)
  --quiet             only totals, no line per connection
  --help              this text
`;
