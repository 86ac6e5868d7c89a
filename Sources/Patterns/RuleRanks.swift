/// The group of each rule, and its rank there; read without a check or a reference count.
final class RuleRanks: @unchecked Sendable {
  // `@unchecked`: nothing changes after `init`.

  let groupCount: Int
  private let groups: UnsafeMutableBufferPointer<UInt32>
  private let ranks: UnsafeMutableBufferPointer<UInt32>

  /// Rules without a group get one each, numbered after those that are given.
  convenience init(_ rules: [PatternSet.Rule]) {
    var next = (rules.compactMap(\.group).max().map { $0 + 1 }) ?? 0
    let groups = rules.map { rule in
      if let group = rule.group { return group }
      next += 1
      return next - 1
    }
    self.init(groups: groups, ranks: rules.map(\.rank))
  }

  private init(groups: [UInt32], ranks: [UInt32]) {
    groupCount = groups.max().map { Int($0) + 1 } ?? 0
    self.groups = .allocate(capacity: groups.count)
    _ = self.groups.initialize(fromContentsOf: groups)
    self.ranks = .allocate(capacity: ranks.count)
    _ = self.ranks.initialize(fromContentsOf: ranks)
  }

  deinit {
    groups.deallocate()
    ranks.deallocate()
  }

  subscript(_ rule: Int) -> (group: Int, rank: UInt32) { (Int(groups[rule]), ranks[rule]) }

  func write(to writer: inout ByteWriter) {
    writer.write(Array(groups))
    writer.write(Array(ranks))
  }

  /// `nil` unless there are `count` of each, and no group is out of all proportion.
  convenience init?(from reader: inout ByteReader, count: Int) {
    guard let groups = reader.readNumbers(), let ranks = reader.readNumbers(), groups.count == count,
      ranks.count == count, groups.allSatisfy({ $0 < 1 << 20 })
    else { return nil }
    self.init(groups: groups, ranks: ranks)
  }
}
