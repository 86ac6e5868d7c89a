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

  /// When an order was paid.
  static func paymentDate(in header: [String]) -> Int? {
    header.firstIndex {
      ["paidat", "paiddate", "paidon", "paidondate", "datepaid", "paymentsdate"].contains(plain($0))
    }
  }

  /// Columns of whole items, as WooCommerce's exporters have them: `line_item_1`, `line_item_2`, …; and BigCommerce's.
  static func lineItems(in header: [String]) -> [Int] {
    header.indices.filter { index in
      let name = plain(header[index])
      return name == "productdetails"
        || name.hasPrefix("lineitem") && name.count > 8 && name.dropFirst(8).allSatisfy(\.isNumber)
    }
  }

  /// Letters and digits alone, lower case, without accents: `Währung` is `wahrung`.
  static func plain(_ name: String) -> String {
    String(PlainLetters.of(name).filter { $0.isLetter || $0.isNumber })
  }

  private static func names(of field: OrderField) -> [String] {
    switch field {
    case .number:
      [
        "number", "ordernumber", "orderno", "ordernr", "ordername", "amazonorderid", "orderid", "order",
        "orderref", "orderreference", "reference", "referencia", "bestellnummer", "bestellnr",
        "auftragsnummer",
        "auftragsnr", "bestelnummer", "numerodecommande", "commande", "numerodepedido", "pedido",
        "numeroordine", "ordine", "auftrag", "bestellung", "rechnungsnummer", "rechnungsnr", "invoice",
        "invoiceno", "invoicenumber", "id",
      ]
    case .customerID:
      [
        "customerid", "customernumber", "customerno", "clientid", "userid", "buyerid", "customeruser",
        "kundennummer", "kundennr", "kundenid", "klantnummer", "numeroclient",
      ]
    case .email:
      [
        "email", "emailaddress", "mail", "customeremail", "customeremailaddress", "billingemail",
        "emailbilling", "billingemailaddress", "contactemail", "buyeremail", "recipientemail",
        "shippingemail",
        "useremail", "emailadresse", "kundenemail", "emailadres", "emailclient", "courriel",
        "correoelectronico",
      ]
    case .postcode: places(["postcode", "postalcode", "zip", "zipcode", "plz", "postleitzahl", "codepostal"])
    case .status:
      [
        "status", "orderstatus", "currentstatus", "fulfillmentstatus", "deliverystatus", "shipmentstatus",
        "bestellstatus", "auftragsstatus", "lieferstatus", "versandstatus", "etat", "statut", "estado",
        "stato",
      ]
    case .placedAt:
      [
        "placedat", "placed", "placedon", "orderdate", "orderedat", "orderedon", "ordereddate", "ordered",
        "dateordered", "createdat", "datecreated", "created", "createdon", "creationdate", "purchasedate",
        "purchasedat", "purchasedon", "saledate", "orderpurchasetimestamp", "ordertime", "orderdatetime",
        "ordercreated", "invoicedate", "bestelldatum", "auftragsdatum", "kaufdatum", "besteldatum",
        "datecommande", "datedecommande", "fechadepedido", "dataordine", "date", "datum", "fecha", "data",
        "timestamp",
      ]
    case .shippedAt:
      [
        "shippedat", "shippedon", "shippeddate", "shippedondate", "shipdate", "shippingdate", "dateshipped",
        "dispatchedat", "dispatchdate", "dispatched", "fulfilledat", "fulfilledon", "shipped", "versanddatum",
        "versandtam", "versendetam", "orderdeliveredcarrierdate",
      ]
    case .deliveredAt:
      [
        "deliveredat", "deliveredon", "delivereddate", "datedelivered", "deliverydate", "arrivedat",
        "delivered", "zugestelltam", "zustelldatum", "lieferdatum", "orderdeliveredcustomerdate",
      ]
    case .eta:
      [
        "eta", "estimateddelivery", "estimateddeliverydate", "expecteddelivery", "expecteddeliverydate",
        "maximumestimateddeliverydate", "expectedat", "promisedate", "promiseddate", "latestdeliverydate",
        "deliverby", "orderestimateddeliverydate", "liefertermin", "voraussichtlichelieferung",
      ]
    case .currency:
      [
        "currency", "currencycode", "ordercurrency", "ordercurrencycode", "wahrung", "devise", "moneda",
        "valuta",
      ]
    case .total:
      [
        "total", "ordertotal", "ordertotalamount", "ordertotalinctax", "grandtotal", "grandtotalpurchased",
        "grandtotalbase", "totalamount", "totalprice", "orderamount", "amount", "totalpaid", "invoiceamount",
        "gesamtbetrag", "gesamtsumme", "gesamt", "summe", "rechnungsbetrag", "montanttotal", "importetotal",
        "totale",
      ]
    case .carrier:
      [
        "carrier", "carriername", "shippingcarrier", "courier", "trackingcompany", "shippingprovider",
        "shippingcompany", "shipvia", "versanddienstleister", "versanddienst", "paketdienst", "transporteur",
      ]
    case .trackingNumber:
      [
        "trackingnumber", "trackingnumbers", "trackingno", "trackingnr", "trackingcode", "trackingid",
        "tracking", "shipmenttrackingnumber", "parcelnumber", "consignmentnumber", "awb", "sendungsnummer",
        "sendungsnummern", "paketnummer", "numerodesuivi", "trackandtrace",
      ]
    case .trackingURL: ["trackingurl", "trackingurls", "trackinglink"]
    case .itemName:
      [
        "itemname", "itemtitle", "productname", "lineitemname", "producttitle", "product", "item",
        "articlename", "article", "artikelname", "artikel", "produkt", "items", "products", "bezeichnung",
        "description", "title",
      ]
    case .itemSKU:
      [
        "itemsku", "sku", "lineitemsku", "productsku", "productcode", "itemcode", "stockcode", "sellersku",
        "customlabel", "articlenumber", "artikelnummer", "artikelnr",
      ]
    case .itemQuantity:
      [
        "itemquantity", "quantity", "qty", "lineitemquantity", "quantityordered", "quantitypurchased",
        "quantityrefund", "pieces", "units", "menge", "anzahl", "stuckzahl", "aantal", "quantite", "cantidad",
        "quantita",
      ]
    case .itemPrice:
      [
        "itemprice", "unitprice", "price", "lineitemprice", "priceeach", "itemcost", "soldfor", "einzelpreis",
        "stuckpreis", "preis", "prixunitaire", "preciounitario",
      ]
    case .itemClass: ["itemclass", "class", "producttype"]
    case .addressName: ["addressname", "recipient"] + places(["name", "fullname"]).filter { $0 != "name" }
    case .addressLine1:
      places([
        "addressline1", "address1", "address1and2", "address12", "street", "street1", "address", "strasse",
      ])
    case .addressLine2: places(["addressline2", "address2", "street2"])
    case .city: places(["city", "town", "suburb", "ort", "stadt", "ville"])
    case .region: places(["region", "province", "stateprovince", "statecode", "state"])
    case .country: places(["country", "countrycode", "land"])
    }
  }

  /// Where it goes comes before where the bill goes.
  private static func places(_ names: [String]) -> [String] {
    let before = ["shipping", "shipto", "ship", "delivery", "recipient", "liefer"]
    return before.flatMap { prefix in names.map { prefix + $0 } } + names.map { $0 + "shipping" } + names
      + ["customer", "billing", "buyer"].flatMap { prefix in names.map { prefix + $0 } }
      + names.map { $0 + "billing" }
  }
}

/// Whole items in one field: one as WooCommerce's exporters write it, `name:Mug|sku:M-1|quantity:2|total:19.90`, or all
/// of an order as BigCommerce does, `Product ID: 8, Product Qty: 2, Product SKU: M-1, Product Name: Mug|Product ID: …`.
enum PackedItem {
  static func read(_ text: String) -> [Order.Item] {
    guard text.hasPrefix("Product ID:") else { return item(text.split(separator: "|")).map { [$0] } ?? [] }
    return text.split(separator: "|").compactMap { product in
      item(product.split(separator: ", Product ").map { $0.hasPrefix("Product ") ? $0.dropFirst(8) : $0 })
    }
  }

  private static func item(_ parts: [Substring]) -> Order.Item? {
    var item = Order.Item(name: "")
    var total: Amount?
    for part in parts {
      guard let colon = part.firstIndex(of: ":") else { continue }
      let value = String(part[part.index(after: colon)...]).trimmingBlanks
      guard !value.isEmpty else { continue }
      switch part[..<colon].lowercased() {
      case "name": item.name = value
      case "sku": item.sku = value
      case "quantity", "qty": item.quantity = Quantity.read(value) ?? 1
      case "price", "unit price": item.price = Amount(value)
      case "total": total = Amount(value)
      default: continue
      }
    }
    if item.price == nil, item.quantity == 1 { item.price = total }
    if item.name.isEmpty { item.name = item.sku ?? "" }
    return item.name.isEmpty ? nil : item
  }
}
