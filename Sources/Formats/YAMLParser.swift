private import CYAML

/// Builds the nodes of one document from libyaml's events.
final class YAMLParser {
  private let source: SourceFile
  private let parser: UnsafeMutablePointer<yaml_parser_t>

  init(_ source: SourceFile) {
    self.source = source
    parser = .allocate(capacity: 1)
    // Fails only for want of memory, where Swift traps as well.
    precondition(yaml_parser_initialize(parser) == 1)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  func parse() throws(InputError) -> YAMLNode {
    try source.bytes.withUnsafeBufferPointer { (bytes) throws(InputError) in
      yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
      return try document()
    }
  }

  private func document() throws(InputError) -> YAMLNode {
    var event = try next()
    while event.kind == .streamStart || event.kind == .documentStart { event = try next() }
    guard event.kind != .streamEnd else {
      throw InputError(.schema, at: event.place, "nothing in this file but comments")
    }
    let root = try node(event, depth: 0)
    repeat { event = try next() } while event.kind == .documentEnd
    guard event.kind == .streamEnd else {
      throw InputError(.schema, at: event.place, "a second document in the file; one file, one document")
    }
    return root
  }

  private func node(_ event: Event, depth: Int) throws(InputError) -> YAMLNode {
    guard depth < YAMLNode.maximumDepth else {
      throw InputError(.limit, at: event.place, "nested more than \(YAMLNode.maximumDepth) deep")
    }
    switch event.kind {
    case .scalar(let text, let isPlain):
      return YAMLNode(place: event.place, content: .scalar(text, isPlain: isPlain))
    case .sequenceStart:
      var elements: [YAMLNode] = []
      while true {
        let element = try next()
        if element.kind == .sequenceEnd { break }
        elements.append(try node(element, depth: depth + 1))
      }
      return YAMLNode(place: event.place, content: .sequence(elements))
    case .mappingStart:
      return YAMLNode(place: event.place, content: .mapping(try entries(depth: depth + 1)))
    default:
      throw InputError(.syntax, at: event.place, "expected a value")
    }
  }

  private func entries(depth: Int) throws(InputError) -> [YAMLMapping.Entry] {
    var entries: [YAMLMapping.Entry] = []
    var places: [String: Place] = [:]
    while true {
      let event = try next()
      if event.kind == .mappingEnd { return entries }
      guard case .scalar(let key, _) = event.kind else {
        throw InputError(.syntax, at: event.place, "a key must be plain text")
      }
      guard key != "<<" else {
        throw InputError(.syntax, at: event.place, "merge keys ('<<') are not supported")
      }
      if let first = places.updateValue(event.place, forKey: key) {
        throw InputError(
          .duplicate, at: event.place, "the key '\(key)' is there twice; first in line \(first.line)")
      }
      let value = try node(try next(), depth: depth)
      entries.append(YAMLMapping.Entry(key: key, keyPlace: event.place, value: value))
    }
  }

  // MARK: Events

  private struct Event {
    enum Kind: Equatable {
      case streamStart, streamEnd, documentStart, documentEnd
      case scalar(String, isPlain: Bool)
      case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    }
    let kind: Kind
    let place: Place
  }

  private func next() throws(InputError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
    defer { yaml_event_delete(&event) }
    let place = place(event.start_mark)
    switch event.type {
    case YAML_STREAM_START_EVENT: return Event(kind: .streamStart, place: place)
    case YAML_STREAM_END_EVENT: return Event(kind: .streamEnd, place: place)
    case YAML_DOCUMENT_START_EVENT: return Event(kind: .documentStart, place: place)
    case YAML_DOCUMENT_END_EVENT: return Event(kind: .documentEnd, place: place)
    case YAML_ALIAS_EVENT: throw refusal("aliases ('*name') are not supported", place)
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(anchor: scalar.anchor, tag: scalar.tag, place)
      let text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
      return Event(kind: .scalar(text, isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE), place: place)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      try refuse(anchor: start.anchor, tag: start.tag, place)
      return Event(kind: .sequenceStart, place: place)
    case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, place: place)
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      try refuse(anchor: start.anchor, tag: start.tag, place)
      return Event(kind: .mappingStart, place: place)
    case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, place: place)
    default: throw refusal("the document ends too early", place)
    }
  }

  private func refuse(
    anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?, _ place: Place
  ) throws(InputError) {
    if anchor != nil { throw refusal("anchors ('&name') are not supported", place) }
    if tag != nil {
      throw refusal("tags ('!name') are not supported; quote text that starts with '!'", place)
    }
  }

  private func refusal(_ message: String, _ place: Place) -> InputError {
    InputError(.syntax, at: place, message)
  }

  private func failure() -> InputError {
    let problem = parser.pointee.problem.map { String(cString: $0) } ?? "not YAML"
    if parser.pointee.error == YAML_READER_ERROR {
      // A control character: the reader tells its byte offset only.
      return InputError(.encoding, at: source.place(ofByte: Int(parser.pointee.problem_offset)), problem)
    }
    var message = problem
    if let context = parser.pointee.context {
      message += " \(String(cString: context)) (from line \(parser.pointee.context_mark.line + 1))"
    }
    return InputError(.syntax, at: place(parser.pointee.problem_mark), message)
  }

  private func place(_ mark: yaml_mark_t) -> Place {
    Place(file: source.name, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
