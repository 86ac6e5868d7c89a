import Foundation
import Testing

@testable import Formats

/// The twelve kinds of file of the well-known collection csv-spectrum, in sentences of our own.
@Suite("The twelve kinds of CSV")
struct CSVSpectrumTests {
  struct Kind: CustomTestStringConvertible {
    let name: String
    let text: String
    let rows: [[String: String]]
    var testDescription: String { name }
  }

  private static let kinds = [
    Kind(
      name: "comma in quotes", text: "name,city,road\nAnna,Graz,\"Ring 4, door 2\"\n",
      rows: [["name": "Anna", "city": "Graz", "road": "Ring 4, door 2"]]),
    Kind(
      name: "empty", text: "a,b,c\n1,\"\",\"\"\n2,3,4\n",
      rows: [["a": "1", "b": "", "c": ""], ["a": "2", "b": "3", "c": "4"]]),
    Kind(
      name: "empty, CR LF", text: "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n",
      rows: [["a": "1", "b": "", "c": ""], ["a": "2", "b": "3", "c": "4"]]),
    Kind(
      name: "escaped quotes", text: "a,b\n1,\"ho \"\"ho\"\" ho\"\n3,4\n",
      rows: [["a": "1", "b": "ho \"ho\" ho"], ["a": "3", "b": "4"]]),
    Kind(
      name: "JSON", text: "key,value\n1,\"{\"\"kind\"\": \"\"point\"\", \"\"at\"\": [7.5, -2]}\"\n",
      rows: [["key": "1", "value": "{\"kind\": \"point\", \"at\": [7.5, -2]}"]]),
    Kind(
      name: "line ends", text: "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
      rows: [
        ["a": "1", "b": "2", "c": "3"], ["a": "Once upon \na time", "b": "5", "c": "6"],
        ["a": "7", "b": "8", "c": "9"],
      ]),
    Kind(
      name: "line ends, CR LF", text: "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n",
      rows: [
        ["a": "1", "b": "2", "c": "3"], ["a": "Once upon \r\na time", "b": "5", "c": "6"],
        ["a": "7", "b": "8", "c": "9"],
      ]),
    Kind(
      name: "quotes and line ends", text: "a,b\n1,\"hi \n\"\"hi\"\" \nhi\"\n3,4\n",
      rows: [["a": "1", "b": "hi \n\"hi\" \nhi"], ["a": "3", "b": "4"]]),
    Kind(name: "simple", text: "a,b,c\n1,2,3\n", rows: [["a": "1", "b": "2", "c": "3"]]),
    Kind(name: "simple, CR LF", text: "a,b,c\r\n1,2,3\r\n", rows: [["a": "1", "b": "2", "c": "3"]]),
    Kind(
      name: "UTF-8", text: "a,b,c\n1,2,3\n4,5,ʤ\n",
      rows: [["a": "1", "b": "2", "c": "3"], ["a": "4", "b": "5", "c": "ʤ"]]),
    Kind(
      name: "places on earth",
      text: "place,lat,lon\n\"10 km W of Nowhere, Here\",-33.5,151.25\n\"Ö, \"\"Å\"\"\",0,0\n",
      rows: [
        ["place": "10 km W of Nowhere, Here", "lat": "-33.5", "lon": "151.25"],
        ["place": "Ö, \"Å\"", "lat": "0", "lon": "0"],
      ]),
  ]

  @Test("are read exactly", arguments: kinds)
  func exact(_ kind: Kind) throws {
    #expect(try Self.rows(CSVReader(name: "t", bytes: Array(kind.text.utf8))) == kind.rows)
  }

  @Test(
    "as the collection itself has them are read exactly",
    .enabled(if: collection != nil, "csv-spectrum is not beside the package"))
  func original() throws {
    let folder = try #require(Self.collection)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "csvs").path)
    #expect(names.count == 12)
    for name in names {
      let rows = try Self.rows(CSVReader(path: folder.appending(path: "csvs/" + name).path))
      let json = folder.appending(path: "json/" + name.replacing(".csv", with: ".json"))
      #expect(
        try rows == JSONDecoder().decode([[String: String]].self, from: Data(contentsOf: json)), "\(name)")
    }
  }

  /// `../shared/data/csv-spectrum` with its folders `csvs` and `json`.
  private static var collection: URL? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.deletingLastPathComponent().appending(path: "shared/data/csv-spectrum")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }

  private static func rows(_ reader: CSVReader) throws -> [[String: String]] {
    var rows: [[String: String]] = []
    while try reader.next() {
      let cells = reader.header.enumerated().map { ($0.element, reader.string($0.offset)) }
      rows.append(Dictionary(uniqueKeysWithValues: cells))
    }
    return rows
  }
}
