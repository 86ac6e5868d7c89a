private import CXML

/// Reads XML piece by piece. No network, no DTD, no entities but the five of XML itself.
final class XMLStream {
  enum Event {
    /// Names are without their prefix. An element without content has no `end`.
    case start(String, isEmpty: Bool)
    case end(String)
    case text
  }

  /// What the C callback reads from.
  private final class Source {
    let read: (UnsafeMutableRawBufferPointer) throws(InputError) -> Int
    var failure: InputError?

    init(_ read: @escaping (UnsafeMutableRawBufferPointer) throws(InputError) -> Int) { self.read = read }
  }

  private let name: String
  private let source: Source
  private let reader: xmlTextReaderPtr

  /// - Parameters:
  ///   - name: For error messages.
  ///   - read: Gives the next bytes; 0 at the end.
  init(
    name: String, reading read: @escaping (UnsafeMutableRawBufferPointer) throws(InputError) -> Int
  ) throws(InputError) {
    self.name = name
    source = Source(read)
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    XMLErrors.silence()
    let made = xmlReaderForIO(
      { context, buffer, length in
        guard let context, let buffer, length > 0 else { return -1 }
        let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
        do throws(InputError) {
          return CInt(try source.read(UnsafeMutableRawBufferPointer(start: buffer, count: Int(length))))
        } catch {
          source.failure = error
          return -1
        }
      }, { _ in 0 }, Unmanaged.passUnretained(source).toOpaque(), nil, nil, CInt(options))
    guard let made else { throw source.failure ?? InputError(.syntax, at: Place(wholeOf: name), "not XML") }
    reader = made
  }

  deinit { xmlFreeTextReader(reader) }

  /// - Throws: ``InputError`` for what is not well-formed, and for a document type.
  func next() throws(InputError) -> Event? {
    while true {
      let status = xmlTextReaderRead(reader)
      if status == 0 { return nil }
      guard status == 1 else { throw source.failure ?? error("not well-formed XML") }
      switch UInt32(bitPattern: xmlTextReaderNodeType(reader)) {
      case XML_READER_TYPE_ELEMENT.rawValue:
        return .start(localName, isEmpty: xmlTextReaderIsEmptyElement(reader) == 1)
      case XML_READER_TYPE_END_ELEMENT.rawValue: return .end(localName)
      case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue,
        XML_READER_TYPE_SIGNIFICANT_WHITESPACE.rawValue, XML_READER_TYPE_WHITESPACE.rawValue:
        return .text
      case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
        throw error("a document type or an entity, which a spreadsheet has no use for")
      default: continue
      }
    }
  }

  /// The text of a ``Event/text``.
  var text: String { xmlTextReaderConstValue(reader).map { String(cString: $0) } ?? "" }

  /// An attribute of the element just begun, by its local name, whatever its prefix.
  func attribute(_ local: String) -> String? {
    guard xmlTextReaderMoveToFirstAttribute(reader) == 1 else { return nil }
    defer { xmlTextReaderMoveToElement(reader) }
    repeat {
      if localName == local { return text }
    } while xmlTextReaderMoveToNextAttribute(reader) == 1
    return nil
  }

  private var localName: String { xmlTextReaderConstLocalName(reader).map { String(cString: $0) } ?? "" }

  func error(_ message: String) -> InputError {
    InputError(
      .syntax, at: Place(wholeOf: name), "line \(xmlTextReaderGetParserLineNumber(reader)): \(message)")
  }
}
