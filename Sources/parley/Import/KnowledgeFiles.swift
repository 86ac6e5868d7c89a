private import Glibc

/// The files of a shop's folder, by what they hold; folders are walked in the order of their names.
struct KnowledgeFiles {
  /// Rules, examples, lists.
  private(set) var intents: [String] = []
  private(set) var flows: [String] = []
  private(set) var phrases: [String] = []
  private(set) var policies: [String] = []
  private(set) var faq: [String] = []
  private(set) var synonyms: [String] = []
  private(set) var orders: [String] = []
  /// Dialogues that must go as written.
  private(set) var tests: [String] = []
  private(set) var shop: String?

  /// Every path is taken for intents: a file as it is, a folder by its YAML and CSV files.
  init(_ paths: [String]) throws(CommandError) {
    for path in paths {
      let files = Self.isFolder(path) ? try Self.files(in: path, endings: ["yaml", "yml", "csv"]) : [path]
      guard !files.isEmpty else { throw .input("\(path): there is no .yaml or .csv file in it") }
      intents += files
    }
  }

  /// FAQ files, and folders for the Markdown files in them; what holds none is left for its reader to refuse.
  static func faq(_ paths: [String]) throws(CommandError) -> [String] {
    var files: [String] = []
    for path in paths {
      let inside = isFolder(path) ? try Self.files(in: path, endings: ["md", "markdown"]) : []
      files += inside.isEmpty ? [path] : inside
    }
    return files
  }

  /// Files taken one by one, each for what it says it is; a folder for the files in it.
  init(single paths: [String]) throws(CommandError) {
    for path in paths {
      let files = Self.isFolder(path) ? try Self.files(in: path, endings: Self.endings) : [path]
      guard !files.isEmpty else { throw .input("\(path): there is no .yaml, .csv or .jsonl file in it") }
      for file in files {
        switch FileKind(of: file) {
        case .intents: intents.append(file)
        case .shop: shop = file
        case .phrases: phrases.append(file)
        case .flow: flows.append(file)
        case .policies: policies.append(file)
        case .faq: faq.append(file)
        case .synonyms: synonyms.append(file)
        case .orders: orders.append(file)
        case .dialogues: tests.append(file)
        }
      }
    }
  }

  private static let endings = ["yaml", "yml", "csv", "jsonl"]
  private static let faqEndings = ["tsv", "xlsx", "md", "markdown", "html", "json"]

  /// A folder laid out as `Data/`: `shop.yaml`, `lists.yaml`, `phrases.yaml`, `policies.yaml`, `synonyms.yaml`,
  /// `intents/`, `flows/`, `faq.*`, `orders.*`, `tests/`.
  ///
  /// - Throws: When the folder cannot be read, and when it holds none of these.
  init(shop folder: String) throws(CommandError) {
    guard Self.isFolder(folder) else {
      throw .environment(
        "\(folder): \(access(folder, F_OK) == 0 ? "is a file, not a folder" : "No such folder")")
    }
    for path in try Self.files(in: folder, endings: Self.endings + Self.faqEndings) {
      let isOfFAQ = Self.faqEndings.contains { path.lowercased().hasSuffix("." + $0) }
      let parts = path.dropFirst(folder.count).split(separator: "/")
      let name = parts.last?.split(separator: ".").first.map(String.init) ?? ""
      let place = parts.count > 1 ? String(parts[0]) : name
      // Beside the FAQ these endings may be anything: a page of the shop's, notes.
      let mayBeOrders =
        place == "orders" && ["tsv", "xlsx", "json"].contains { path.lowercased().hasSuffix("." + $0) }
      if isOfFAQ, place != "faq", !mayBeOrders { continue }
      switch place {
      case "shop": shop = path
      case "phrases": phrases.append(path)
      case "flows": flows.append(path)
      case "policies": policies.append(path)
      case "lists", "intents": intents.append(path)
      case "faq": faq.append(path)
      case "synonyms": synonyms.append(path)
      case "orders": orders.append(path)
      case "tests" where path.hasSuffix(".yaml") || path.hasSuffix(".yml"): tests.append(path)
      default: continue
      }
    }
    guard shop != nil || ![intents, flows, phrases, policies, synonyms, faq, orders].allSatisfy(\.isEmpty)
    else {
      throw .input("\(folder): there is no shop.yaml, intents/, faq.csv or orders.csv in it")
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isWritableFolder(_ path: String) -> Bool { isFolder(path) && access(path, W_OK | X_OK) == 0 }

  /// Files below a folder with one of these endings, sorted; names that begin with a dot are left out.
  private static func files(in folder: String, endings: [String]) throws(CommandError) -> [String] {
    guard let listing = opendir(folder) else {
      throw .environment("\(folder): \(String(cString: strerror(errno)))")
    }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    var files: [String] = []
    for name in names.sorted() {
      let path = (folder.hasSuffix("/") ? String(folder.dropLast()) : folder) + "/" + name
      if isFolder(path) {
        files += try Self.files(in: path, endings: endings)
      } else if endings.contains(where: { name.lowercased().hasSuffix("." + $0) }) {
        files.append(path)
      }
    }
    return files
  }
}
