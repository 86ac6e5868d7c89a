import Database
import Formats
import Foundation
import Testing

@testable import Orders

/// Real order files of four shapes, read where the shared data sets lie beside the repository.
@Suite(
  "Real order files", .enabled(if: SharedData.isThere, "the shared data sets are not beside the repository"))
struct SharedOrderFilesTests {
  struct File: CustomTestStringConvertible {
    let name: String
    let mapping: String
    let summary: OrderImport.Summary
    let sample: (number: String, status: OrderStatus, items: Int)
    var testDescription: String { name }
  }

  static let files = [
    File(
      name: "orders_online_retail/orders_2009_2010.csv",
      mapping: """
        columns: {number: InvoiceNo, customer_id: CustomerID, status: cancelled, placed_at: InvoiceDate}
        statuses: {0: paid, 1: cancelled}
        """,
      summary: .init(orders: 28_816, added: 28_816, withoutProof: 5_229), sample: ("489434", .paid, 0)),
    File(
      name: "orders_olist/olist_orders_first4999.csv",
      mapping: """
        columns:
          number: order_id
          status: order_status
          placed_at: order_purchase_timestamp
          shipped_at: order_delivered_carrier_date
          delivered_at: order_delivered_customer_date
          eta: order_estimated_delivery_date
        statuses: {unavailable: on_hold, invoiced: processing}
        """,
      summary: .init(orders: 4_998, added: 4_998),
      sample: ("E481F51CBDC54678B7CC49136F2D6AF7", .delivered, 0)),
    File(
      name: "orders_sales_sample/sales_data_sample.csv",
      mapping: """
        columns:
          number: ORDERNUMBER
          customer_id: CUSTOMERNAME
          status: STATUS
          placed_at: ORDERDATE
          postcode: POSTALCODE
          item_name: PRODUCTLINE
          item_sku: PRODUCTCODE
          item_quantity: QUANTITYORDERED
          item_price: PRICEEACH
        statuses: {In Process: processing, Resolved: delivered, Disputed: on_hold}
        """,
      summary: .init(orders: 307, added: 307), sample: ("10107", .shipped, 8)),
    File(
      name: "orders_retail/orders.csv",
      mapping: """
        columns:
          number: order_id
          customer_id: user_id
          item_name: items
          postcode: zip
          region: state
          tracking_number: tracking_ids
        statuses: {processed: processing}
        list_separator: ';'
        """,
      summary: .init(orders: 515, added: 515), sample: ("w4817420", .delivered, 5)),
    File(
      name: "orders_retail/orders.jsonl",
      mapping: """
        columns:
          number: order_id
          customer_id: user_id
          postcode: address.zip
          item_name: 'items[].name'
          item_sku: 'items[].item_id'
          item_price: 'items[].price'
          tracking_number: 'fulfillments[].tracking_id[]'
        statuses: {processed: processing}
        """,
      summary: .init(orders: 515, added: 515), sample: ("w4817420", .delivered, 5)),
  ]

  @Test("import by a mapping, every order of them", arguments: files)
  func imports(_ file: File) throws {
    let scratch = try Scratch().open()
    var options = OrderImport.Options()
    options.mapping = try OrderMapping(SourceFile(name: "map.yaml", text: file.mapping))
    var report = InputReport()
    let path = try #require(SharedData.path(file.name))
    let summary = try OrderImport(options).run([path], into: scratch.store, report: &report)
    #expect(report.errors == [])
    #expect(summary == file.summary)
    let order = try #require(try scratch.store.reader().order(number: file.sample.number, now: .noon))
    #expect(order.status == file.sample.status && order.items.count == file.sample.items)
  }
}

@Suite("The starter store's orders")
struct StarterOrdersTests {
  @Test("import whole, with every status and the order the documentation tracks")
  func starter() throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Data/orders.csv").path
    let scratch = try Scratch().open()
    var options = OrderImport.Options()
    options.shiftsNewestTo = .noon
    var report = InputReport()
    let summary = try OrderImport(options).run([path], into: scratch.store, report: &report)
    #expect(report.lines == [])
    #expect(summary?.orders == 1000)
    let reader = try scratch.store.reader()
    let shown = try #require(try reader.order(number: "1042", now: .noon))
    #expect(
      shown.email == "anna@example.com" && shown.status == .shipped && !shown.tracking.isEmpty
        && shown.carrier != nil)
    #expect(try reader.orders(email: "anna@example.com", limit: 100, now: .noon).count > 1)
    let statuses = try scratch.store.connect().prepare(
      "SELECT count(DISTINCT status), max(placed_at) FROM orders")
    #expect(try statuses.step())
    #expect(try statuses.integer(0) == 10)
    let newest = try statuses.integer(1)
    #expect(newest <= UnixTime.noon.seconds && newest > UnixTime.noon.seconds - UnixTime.secondsPerDay)
  }
}
