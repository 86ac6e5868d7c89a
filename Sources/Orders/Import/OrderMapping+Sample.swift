extension OrderMapping {
  /// A mapping file to start from: what `--mapping help` prints.
  package static let sample = """
    # How your order file maps to Parley's fields. Save as mapping.yaml, then:
    #   parley import orders orders.csv --mapping mapping.yaml
    # A column that already has the field's name needs no line here.

    columns:                      # Parley's field: your column
      number: InvoiceNo           # the only one that must be there, besides a status
      customer_id: CustomerID     # an order without e-mail and customer id is shown to the operator only
      email: E-Mail
      postcode: Zip
      status: State
      placed_at: InvoiceDate      # 2026-11-20 19:15, 11/20/2026 7:15 PM, 20.11.2026, with or without +01:00
      shipped_at: Sent
      delivered_at: Arrived
      eta: Expected
      currency: Currency
      total: Amount
      carrier: Carrier
      tracking_number: Parcel
      tracking_url: Parcel link
      item_name: Article          # several lines with one number are one order with several items
      item_sku: SKU
      item_quantity: Pieces
      item_price: Price
      item_class: Class
      address_name: Name
      address_line1: Street
      address_line2: Street 2
      city: City
      region: State or province
      country: Country

    # In a JSON Lines file a column is a path: order_id, address.zip, items[].name, parcels[].code[]

    statuses:                     # your value: \(OrderStatus.names)
      0: paid
      1: cancelled
      In Process: processing
    default_status: paid          # when the value is empty or there is no such column

    default_currency: EUR
    date_order: mdy               # of dates with slashes: mdy (2/28/2026) or dmy (28/2/2026)
    timezone: +01:00              # of times that name none; UTC when this line is missing
    delimiter: ';'                # , ; | or tab; found out when this line is missing
    list_separator: '|'           # parts several items or parcels inside one field
    """
}
