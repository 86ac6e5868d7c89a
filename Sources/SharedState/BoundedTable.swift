/// A dictionary of at most `capacity` keys: the one at the front of its line makes room for a new one.
///
/// The line is a doubly linked list in arrays, so every operation is O(1). Memory grows as keys come.
package struct BoundedTable<Key: Hashable, Value> {
  private struct Slot {
    var key: Key
    var value: Value
    var older: Int32
    var newer: Int32
  }

  private static var none: Int32 { -1 }

  private let capacity: Int
  private var places: [Key: Int32] = [:]
  private var slots: [Slot] = []
  private var free: [Int32] = []
  private var oldest: Int32 = Self.none
  private var newest: Int32 = Self.none

  /// - Parameter capacity: Above zero.
  package init(capacity: Int) {
    precondition(capacity > 0 && capacity < Int(Int32.max), "a table holds at least one key")
    self.capacity = capacity
  }

  package var count: Int { places.count }

  package subscript(key: Key) -> Value? {
    places[key].map { slots[Int($0)].value }
  }

  /// Changes a value where it is; `false` when the key is unknown.
  package mutating func update(_ key: Key, _ change: (inout Value) -> Void) -> Bool {
    guard let place = places[key] else { return false }
    change(&slots[Int(place)].value)
    return true
  }

  /// Adds a key at the end of the line; the key must be new.
  package mutating func insert(_ key: Key, _ value: Value) {
    if places.count == capacity { remove(slots[Int(oldest)].key) }
    let slot = Slot(key: key, value: value, older: Self.none, newer: Self.none)
    let place: Int32
    if let reused = free.popLast() {
      place = reused
      slots[Int(place)] = slot
    } else {
      place = Int32(slots.count)
      slots.append(slot)
    }
    places[key] = place
    append(place)
  }

  /// Moves a key to the end of the line, as if it had just come.
  package mutating func renew(_ key: Key) {
    guard let place = places[key], place != newest else { return }
    unlink(place)
    append(place)
  }

  package mutating func remove(_ key: Key) {
    guard let place = places.removeValue(forKey: key) else { return }
    unlink(place)
    free.append(place)
  }

  private mutating func append(_ place: Int32) {
    slots[Int(place)].older = newest
    slots[Int(place)].newer = Self.none
    if newest == Self.none { oldest = place } else { slots[Int(newest)].newer = place }
    newest = place
  }

  private mutating func unlink(_ place: Int32) {
    let (older, newer) = (slots[Int(place)].older, slots[Int(place)].newer)
    if older == Self.none { oldest = newer } else { slots[Int(older)].newer = newer }
    if newer == Self.none { newest = older } else { slots[Int(newer)].older = older }
  }
}
