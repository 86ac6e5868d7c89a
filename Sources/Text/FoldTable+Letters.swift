// Written by scripts/make_fold_table.py; change it there.

extension FoldTable {
  /// Runs of code points and what each folds to, one character a code point; "·" is none.
  static let letters: [(first: UInt32, folds: String)] = [
    // Latin-1, Latin Extended-A and -B
    (0x00C0, "aaaaaa·ceeeeiiiidnooooo·ouuuuy··aaaaaa·ceeeeiiiidnooooo·ouuuuy·y"),
    (0x0100, "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii··jjkkklllllll"),
    (0x0140, "lllnnnnnnnnnoooooo··rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"),
    (0x0180, "ƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛffɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿ"),
    (0x01C0, "ǀǁǂǃ·········aaiioouuuuuuuuuuǝaaaa··ǥǥggkkooooʒʒj···ggƕƿnnaa··oo"),
    (0x0200, "aaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿ"),
    (0x0240, "ɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ"),
    // Greek
    (0x0370, "ͱͱͳͳ··ͷͷ···ͻͼͽ·ϳ······α·εηι·ο·υωιαβγδεζηθικλμνξοπρ·στυφχψωιυαεηι"),
    (0x03B0, "υαβγδεζηθικλμνξοπρσστυφχψωιυουωϗβθυυυφπϗϙϙϛϛϝϝϟϟϡϡϣϣϥϥϧϧϩϩϫϫϭϭϯϯ"),
    (0x03F0, "κρσϳθε·ϸϸσϻϻϼͻͼͽ"),
    // Cyrillic
    (0x0400, "ееђгєѕііјљњћкиуџабвгдежзииклмнопрстуфхцчшщъыьэюяабвгдежзииклмноп"),
    (0x0440, "рстуфхцчшщъыьэюяееђгєѕііјљњћкиуџѡѡѣѣѥѥѧѧѩѩѫѫѭѭѯѯѱѱѳѳѵѵѵѵѹѹѻѻѽѽѿѿ"),
    (0x0480, "ҁҁ········ҋҋҍҍҏҏґґғғҕҕҗҗҙҙққҝҝҟҟҡҡңңҥҥҧҧҩҩҫҫҭҭүүұұҳҳҵҵҷҷҹҹһһҽҽҿҿ"),
    (0x04C0, "ӏжжӄӄӆӆӈӈӊӊӌӌӎӎӏааааӕӕееәәәәжжззӡӡииииооөөөөээууууууччӷӷыыӻӻӽӽӿӿ"),
    (0x0500, "ԁԁԃԃԅԅԇԇԉԉԋԋԍԍԏԏԑԑԓԓԕԕԗԗԙԙԛԛԝԝԟԟԡԡԣԣԥԥԧԧԩԩԫԫԭԭԯԯ"),
    // Arabic letters with hamza or madda
    (0x0622, "ااواي"),
    // Latin Extended Additional (Vietnamese)
    (0x1E00, "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"),
    (0x1E40, "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"),
    (0x1E80, "wwwwwwwwwwxxxxyyzzzzzzhtwyasẜẝ·ẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"),
    (0x1EC0, "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ"),
    // Greek Extended
    (0x1F00, "ααααααααααααααααεεεεεε··εεεεεε··ηηηηηηηηηηηηηηηηιιιιιιιιιιιιιιιι"),
    (0x1F40, "οοοοοο··οοοοοο··υυυυυυυυ·υ·υ·υ·υωωωωωωωωωωωωωωωωααεεηηιιοουυωω··"),
    (0x1F80, "ααααααααααααααααηηηηηηηηηηηηηηηηωωωωωωωωωωωωωωωωααααα·ααααααα·ι·"),
    (0x1FC0, "··ηηη·ηηεεηηη···ιιιι··ιιιιιι····υυυυρρυυυυυυρ·····ωωω·ωωοοωωω···"),
  ]

  /// Letters that fold to several.
  static let expansions: [(letter: UInt32, folds: String)] = [
    (0x00C6, "ae"), (0x00DE, "th"), (0x00DF, "ss"), (0x00E6, "ae"),
    (0x00FE, "th"), (0x0132, "ij"), (0x0133, "ij"), (0x0152, "oe"),
    (0x0153, "oe"), (0x01C4, "dz"), (0x01C5, "dz"), (0x01C6, "dz"),
    (0x01C7, "lj"), (0x01C8, "lj"), (0x01C9, "lj"), (0x01CA, "nj"),
    (0x01CB, "nj"), (0x01CC, "nj"), (0x01E2, "ae"), (0x01E3, "ae"),
    (0x01F1, "dz"), (0x01F2, "dz"), (0x01F3, "dz"), (0x01FC, "ae"),
    (0x01FD, "ae"), (0x1E9E, "ss"), (0xFB00, "ff"), (0xFB01, "fi"),
    (0xFB02, "fl"), (0xFB03, "ffi"), (0xFB04, "ffl"), (0xFB05, "st"),
    (0xFB06, "st"),
  ]
}
