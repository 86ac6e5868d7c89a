import Formats

/// What columns are called in other systems' files, for imports without a mapping file.
///
/// A header is compared by its letters and digits alone, lower case: `Order No.`, `order_no` and `ORDER-NO` are one.
enum ColumnAliases {
  /// The column of a field: the first name of its list that the header has.
  static func column(of field: OrderField, in header: [String]) -> Int? {
    let plain = header.map(plain)
    for name in names(of: field) {
      if let column = plain.firstIndex(of: name) { return column }
    }
    return nil
  }

  /// Columns of whole items, as WooCommerce's exporters have them: `line_item_1`, `line_item_2`, …
  static func lineItems(in header: [String]) -> [Int] {
    header.indices.filter { index in
      let name = plain(header[index])
      return name.hasPrefix("lineitem") && name.count > 8 && name.dropFirst(8).allSatisfy(\.isNumber)
    }
  }

  static func plain(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  private static func names(of field: OrderField) -> [String] {
    switch field {
    case .number:
      [
        "number", "ordernumber", "orderno", "ordernr", "ordername", "orderid", "order", "orderref",
        "orderreference", "reference", "bestellnummer", "auftragsnummer", "bestelnummer", "numerodecommande",
        "invoice", "invoiceno", "invoicenumber", "id",
      ]
    case .customerID:
      [
        "customerid", "customernumber", "customerno", "clientid", "userid", "buyerid", "customeruser",
        "kundennummer", "klantnummer",
      ]
    case .email:
      [
        "email", "emailaddress", "mail", "customeremail", "customeremailaddress", "billingemail",
        "emailbilling", "contactemail", "buyeremail", "useremail", "emailadresse", "emailadres",
      ]
    case .postcode: places(["postcode", "postalcode", "zip", "zipcode", "plz"])
    case .status:
      ["status", "orderstatus", "currentstatus", "fulfillmentstatus", "deliverystatus", "shipmentstatus"]
    case .placedAt:
      [
        "placedat", "orderdate", "orderedat", "ordereddate", "ordered", "dateordered", "createdat",
        "datecreated",
        "created", "creationdate", "purchasedate", "purchasedat", "orderpurchasetimestamp", "ordertime",
        "orderdatetime", "ordercreated", "invoicedate", "bestelldatum", "besteldatum", "datecommande", "date",
        "timestamp",
      ]
    case .shippedAt:
      [
        "shippedat", "shippeddate", "shipdate", "shippingdate", "dateshipped", "dispatchedat", "dispatchdate",
        "dispatched", "fulfilledat", "shipped", "versanddatum",
      ]
    case .deliveredAt:
      [
        "deliveredat", "delivereddate", "datedelivered", "deliverydate", "arrivedat", "delivered",
        "lieferdatum",
      ]
    case .eta:
      [
        "eta", "estimateddelivery", "estimateddeliverydate", "expecteddelivery", "expecteddeliverydate",
        "expectedat", "promiseddate", "orderestimateddeliverydate",
      ]
    case .currency: ["currency", "currencycode", "ordercurrency", "wahrung"]
    case .total:
      [
        "total", "ordertotal", "ordertotalamount", "grandtotal", "totalamount", "totalprice", "orderamount",
        "amount", "totalpaid", "gesamtbetrag", "gesamt", "summe",
      ]
    case .carrier:
      [
        "carrier", "carriername", "shippingcarrier", "courier", "trackingcompany", "shippingprovider",
        "shipvia",
      ]
    case .trackingNumber:
      [
        "trackingnumber", "trackingnumbers", "trackingno", "trackingnr", "trackingcode", "trackingid",
        "tracking",
        "parcelnumber", "consignmentnumber", "awb", "sendungsnummer",
      ]
    case .trackingURL: ["trackingurl", "trackingurls", "trackinglink"]
    case .itemName:
      [
        "itemname", "productname", "lineitemname", "producttitle", "product", "item", "article", "artikel",
        "items", "products", "description", "title",
      ]
    case .itemSKU: ["itemsku", "sku", "lineitemsku", "productsku", "productcode", "itemcode", "stockcode"]
    case .itemQuantity:
      [
        "itemquantity", "quantity", "qty", "lineitemquantity", "quantityordered", "pieces", "units", "menge",
        "aantal",
      ]
    case .itemPrice:
      ["itemprice", "unitprice", "price", "lineitemprice", "priceeach", "itemcost", "einzelpreis", "preis"]
    case .itemClass: ["itemclass", "class", "producttype"]
    case .addressName: ["addressname", "recipient"] + places(["name", "fullname"]).filter { $0 != "name" }
    case .addressLine1: places(["addressline1", "address1", "address1and2", "street", "address", "strasse"])
    case .addressLine2: places(["addressline2", "address2", "street2"])
    case .city: places(["city", "town", "ort", "stadt"])
    case .region: places(["region", "province", "stateprovince", "statecode", "state"])
    case .country: places(["country", "countrycode", "land"])
    }
  }

  /// Where it goes comes before where the bill goes.
  private static func places(_ names: [String]) -> [String] {
    names.map { "shipping" + $0 } + names.map { $0 + "shipping" } + names.map { "shipto" + $0 }
      + names.map { "delivery" + $0 } + names + names.map { "customer" + $0 } + names.map { "billing" + $0 }
      + names.map { $0 + "billing" }
  }
}

/// One item in one field, as WooCommerce's exporters write it: `name:Mug|sku:M-1|quantity:2|total:19.90`.
enum PackedItem {
  static func read(_ text: String) -> Order.Item? {
    var item = Order.Item(name: "")
    var total: Amount?
    for part in text.split(separator: "|") {
      guard let colon = part.firstIndex(of: ":") else { continue }
      let value = String(part[part.index(after: colon)...]).trimmingBlanks
      guard !value.isEmpty else { continue }
      switch part[..<colon] {
      case "name": item.name = value
      case "sku": item.sku = value
      case "quantity": item.quantity = Quantity.read(value) ?? 1
      case "price": item.price = Amount(value)
      case "total": total = Amount(value)
      default: continue
      }
    }
    if item.price == nil, item.quantity == 1 { item.price = total }
    if item.name.isEmpty { item.name = item.sku ?? "" }
    return item.name.isEmpty ? nil : item
  }
}
