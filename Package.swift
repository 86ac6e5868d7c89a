// swift-tools-version: 6.2
import PackageDescription

/// Where Debian puts the headers of libxml2. With its `pkg-config` file the library would be linked too, see `CLate`.
let xmlHeaders = "-I/usr/include/libxml2"

/// Settings every Swift target shares, so that a plain `swift build` and `make` build the same thing.
let house: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-Xcc", xmlHeaders]),
  // The dynamic half of exclusivity checking costs each turn a few per cent; tests run with it, in debug builds.
  .unsafeFlags(
    ["-cross-module-optimization", "-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// A Swift target of the house and the targets below it.
func room(
  _ name: String, _ below: [Target.Dependency] = [], exclude: [String] = [], settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: below, exclude: exclude, swiftSettings: house + settings)
}

/// The tests of one target, and what else they reach.
func tests(of name: String, _ reach: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name)] + reach, swiftSettings: house)
}

/// A C library of Debian's: module map and shim only.
func library(_ name: String, package: String, pkgConfig: String? = nil) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
  name: "parley",
  products: [.executable(name: "parley", targets: ["parley"])],
  targets: [
    // The command line, one file per subcommand.
    .executableTarget(
      name: "parley",
      dependencies: [
        "Service", "Dialogue", "Intents", "FAQ", "Orders", "Conversations", "Revisions", "Formats", "Crypto",
        "Text",
        "Patterns", "Database", "SharedState", "EventLoop", "HTTP", "Dice", "Threads",
      ],
      swiftSettings: house),

    // `make fuzz`: bent input, for as long as one likes.
    .executableTarget(
      name: "parley-fuzz",
      dependencies: [
        "Dialogue", "Intents", "Revisions", "Formats", "Crypto", "Patterns", "HTTP", "Dice", "Threads",
      ],
      path: "scripts/fuzz", swiftSettings: house),

    // Arrows point down only.
    room(
      "Service",
      [
        "Dialogue", "Intents", "FAQ", "Orders", "Conversations", "Revisions", "SharedState", "HTTP",
        "EventLoop", "Crypto", "Text", "Formats", "Pages", "Threads", "CSimdJSON",
      ]),
    room(
      "Dialogue",
      ["Intents", "FAQ", "Orders", "Revisions", "Formats", "Patterns", "SharedState", "Crypto", "Text"]),
    room(
      "Intents", ["Revisions", "Formats", "Patterns", "Text", "Dice"],
      settings: [
        // Training is vector loops, a hundred times slower unoptimised; tests train too.
        .unsafeFlags(["-O"], .when(configuration: .debug))
      ]),
    room("FAQ", ["Revisions", "Formats", "Database", "Text", "Threads"]),
    room("Orders", ["Formats", "Database", "SharedState", "HTTPClient", "Crypto", "Text", "Threads"]),
    room("Conversations", ["Formats", "Text", "Threads"]),
    // The files of `Widget/` and `docs/` that the binary carries.
    .target(
      name: "Pages", dependencies: ["Crypto"],
      resources: [
        .embedInCode("storefront.html"), .embedInCode("storefront.css"), .embedInCode("storefront.js"),
        .embedInCode("openapi.json"),
      ],
      swiftSettings: house),
    room("Revisions", ["Formats", "Database", "Crypto", "Threads", "CLinux"]),
    room("Formats", ["CYAML", "CZip", "CXML", "CLate"]),
    room("Patterns", ["Threads", "CPCRE2", "CVectorscan"]),
    room("Database", ["CSQLite"]),
    room("SharedState", ["Threads", "CHiredis"]),
    room("HTTPClient", ["CCurl", "CLate"]),
    room("HTTP"),
    room("EventLoop", ["Threads", "CLinux"]),
    room("Crypto", ["CSodium"]),
    room("Dice"),
    room("Text", ["CStemmer"]),
    room("Threads", ["CThreads"]),

    // C: module map and shim only.
    .target(name: "CLinux"),
    .target(name: "CThreads"),
    // What few commands need is loaded when it is called; headers and module maps come from the three libraries' own.
    .target(
      name: "CLate", dependencies: ["CCurl", "CXML", "CZip"], cSettings: [.unsafeFlags([xmlHeaders])]),
    .target(
      name: "CSimdJSON",
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("stdc++")]),
    library("CPCRE2", package: "libpcre2-dev", pkgConfig: "libpcre2-8"),
    library("CVectorscan", package: "libvectorscan-dev", pkgConfig: "libhs"),
    library("CSQLite", package: "libsqlite3-dev", pkgConfig: "sqlite3"),
    library("CSodium", package: "libsodium-dev", pkgConfig: "libsodium"),
    library("CStemmer", package: "libstemmer-dev"),
    library("CYAML", package: "libyaml-dev", pkgConfig: "yaml-0.1"),
    library("CHiredis", package: "libhiredis-dev"),
    library("CZip", package: "libzip-dev"),
    library("CXML", package: "libxml2-dev"),
    library("CCurl", package: "libcurl4-openssl-dev"),

    // What tests start beside themselves.
    .target(name: "Servers", path: "Tests/Servers", swiftSettings: house),
    tests(of: "Text", ["Dice"]), tests(of: "Patterns", ["Dice"]), tests(of: "Database"),
    tests(of: "Formats", ["Dice"]), tests(of: "SharedState", ["Servers"]), tests(of: "HTTP", ["Dice"]),
    tests(of: "EventLoop", ["Dice", "Threads"]), tests(of: "Crypto"),
    tests(of: "Revisions", ["Database", "Crypto", "Dice"]),
    tests(of: "Orders", ["Formats", "Database", "SharedState", "Crypto", "HTTPClient", "Dice", "Servers"]),
    tests(of: "FAQ", ["Revisions", "Formats", "Text", "Crypto", "Dice"]),
    tests(of: "Intents", ["Revisions", "Formats", "Patterns", "Text"]),
    tests(of: "Conversations", ["Text"]), tests(of: "Threads"),
    tests(of: "Dialogue", ["Intents", "FAQ", "Orders", "Revisions", "Formats", "Text", "Crypto"]),
    tests(
      of: "Service",
      ["HTTP", "EventLoop", "Dialogue", "Orders", "SharedState", "Crypto", "Threads", "Servers"]),
    // The real binary, driven from outside.
    .testTarget(
      name: "EndToEndTests", dependencies: ["Dice", "Servers"], exclude: ["Help", "Fixtures"],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
