import Dialogue
import Orders

/// `{"type":"order", …}` in a reply's `cards`.
enum OrderCardJSON {
  static func write(_ card: OrderCard, to json: inout JSONWriter) {
    json.object { json in
      json.key("type")
      json.string("order")
      json.key("number")
      json.string(card.number)
      json.key("status")
      json.string(card.status)
      writeSteps(card.steps, to: &json)
      write("placed_at", card.placedAt, to: &json)
      write("shipped_at", card.shippedAt, to: &json)
      write("delivered_at", card.deliveredAt, to: &json)
      write("eta", card.eta, to: &json)
      if let carrier = card.carrier {
        json.key("carrier")
        json.string(carrier)
      }
      writeParcels(card.tracking, to: &json)
      writeItems(card.items, to: &json)
    }
  }

  private static func write(_ name: StaticString, _ time: UnixTime?, to json: inout JSONWriter) {
    guard let time else { return }
    json.key(name)
    json.string(time.description)
  }

  private static func writeSteps(_ steps: [OrderCard.Step], to json: inout JSONWriter) {
    json.key("steps")
    json.array { json in
      for step in steps {
        json.object { json in
          json.key("name")
          json.string(step.name.rawValue)
          json.key("done")
          json.bool(step.isDone)
          write("at", step.time, to: &json)
        }
      }
    }
  }

  private static func writeParcels(_ parcels: [OrderCard.Parcel], to json: inout JSONWriter) {
    json.key("tracking")
    json.array { json in
      for parcel in parcels {
        json.object { json in
          json.key("number")
          json.string(parcel.number)
          if let url = parcel.url {
            json.key("url")
            json.string(url)
          }
        }
      }
    }
  }

  private static func writeItems(_ items: [OrderCard.Item], to json: inout JSONWriter) {
    json.key("items")
    json.array { json in
      for item in items {
        json.object { json in
          json.key("name")
          json.string(item.name)
          json.key("quantity")
          json.number(item.quantity)
        }
      }
    }
  }
}
