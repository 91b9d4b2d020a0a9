/** Resend's SDKs, pinned in the folders beside this file, with what Bash runs to install and to use each. */

export interface Sdk {
  /** The file that pins it, and its name there. cURL is its own tool. */
  pin?: readonly [file: string, name: string];
  /** Commands that print a version, each with the oldest version that will do. */
  tools: Readonly<Record<string, string>>;
  /** How to get the tools. */
  from: string;
  /** Runs in a copy of this folder and the example's. `$ROOT` is this repository. */
  install?: string;
  /**
   * Runs the program `$0`, `remove` or `send`, so that it calls Resend at `$URL`; or, where the SDK has no setting for
   * that, at api.resend.com through the proxy on `$PORT` of localhost, with a certificate that `$AUTHORITY` signed.
   */
  run: string;
  /** Whether it cannot remove a contact by address. */
  onlyById?: boolean;
}

/** By the name of their folders here and in `examples/`. */
export const SDKS: Readonly<Record<string, Sdk>> = {
  node: {
    pin: ["package.json", "resend"],
    tools: { "node --version": "20.0" },
    from: "https://nodejs.org",
    // The example imports the package, which is this one as it is published.
    install: `npm ci --no-audit --no-fund --loglevel error
      npm run --prefix "$ROOT" build
      ln -s "$ROOT" node_modules/leave-this-list`,
    run: 'RESEND_BASE_URL=$URL node $0.mjs "$@"',
  },
  php: {
    pin: ["composer.json", "resend/resend-php"],
    tools: { "php --version": "8.1", "composer --version": "2.0" },
    from: "apt-get install php-cli composer",
    install: "composer install --no-interaction",
    run: 'RESEND_BASE_URL=$URL php $0.php "$@"',
  },
  python: {
    pin: ["requirements.txt", "resend"],
    tools: { "python3 --version": "3.10", "python3 -m pip --version": "22.0" },
    from: "apt-get install python3-pip",
    install: "python3 -m pip install --quiet --require-hashes --target lib -r requirements.txt",
    run: 'RESEND_API_URL=$URL PYTHONPATH=lib python3 $0.py "$@"',
  },
  ruby: {
    pin: ["Gemfile", "resend"],
    tools: { "ruby --version": "2.7", "bundle --version": "2.0" },
    from: "apt-get install ruby bundler",
    install: "bundle config set --local path lib && bundle install",
    run: 'https_proxy=http://localhost:$PORT SSL_CERT_FILE=$AUTHORITY bundle exec ruby $0.rb "$@"',
  },
  go: {
    pin: ["go.mod", "resend-go/v3"],
    tools: { "go version": "1.23" },
    from: "https://go.dev/dl",
    install: "go mod download",
    run: 'RESEND_BASE_URL=$URL/ go run $0.go leave_link.go "$@"',
  },
  rust: {
    pin: ["Cargo.toml", "resend-rs"],
    tools: { "cargo --version": "1.85", "pkg-config --modversion openssl": "1.1" },
    from: "https://rustup.rs, and apt-get install pkg-config libssl-dev",
    install: "cargo fetch --locked --quiet && cargo build --locked --offline --quiet",
    run: 'RESEND_BASE_URL=$URL target/debug/$0 "$@"',
  },
  java: {
    pin: ["pom.xml", "resend-java"],
    tools: { "javac -version": "17.0", "mvn --version": "3.6" },
    from: "apt-get install default-jdk-headless maven",
    install: `mvn -B -q -U org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies -DoutputDirectory=lib
      javac -encoding UTF-8 -cp "lib/*" LeaveLink.java Remove.java Send.java
      keytool -importcert -noprompt -file "$AUTHORITY" -keystore trusted -storepass changeit`,
    run:
      "java -Dhttps.proxyHost=localhost -Dhttps.proxyPort=$PORT -Djavax.net.ssl.trustStore=trusted " +
      '-Djavax.net.ssl.trustStorePassword=changeit -cp "lib/*:." ${0^} "$@"',
  },
  dotnet: {
    pin: ["sdks.csproj", "Resend"],
    tools: { "dotnet --version": "8.0" },
    from: "https://dotnet.microsoft.com/download",
    install: "dotnet restore -p:Program=Send",
    run: `export HTTPS_PROXY=http://localhost:$PORT SSL_CERT_FILE=$AUTHORITY
      dotnet run --no-restore -p:Program=\${0^} -- "$@"`,
    onlyById: true,
  },
  curl: {
    tools: { "curl --version": "7.82", "openssl version": "1.1" },
    from: "apt-get install curl openssl",
    run: 'RESEND_BASE_URL=$URL bash $0.sh "$@"',
  },
};
