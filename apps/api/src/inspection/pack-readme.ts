/** What an inspector reads first, in both languages. */
export const referralReadme = (institution: string, number: string): string => `转诊会签 Countersign · 检查包
${institution} · 转诊 ${number}

一、包里有什么
  log.json           这次转诊的日志：每一步是谁、以什么岗位、何时、做了什么，逐条以摘要相连
  forms/             审批表的每个版本；0 是最初的报告
  letter-token.txt   介绍信凭证，每行一个，按现在的日志签出；请与持信人手中介绍信二维码里的凭证比对日志摘要
                     （没有介绍信时无此文件）
  keys.json          核验凭证用的公钥。请与本院公布的公钥对照：/.well-known/countersign-letter-keys.json
  documents/         转诊审批表和介绍信（PDF），清单在 documents.json
  papers/            所附材料和签字扫描件，以内容的摘要为名，清单在 papers.json
  verification.html  核验报告，供阅读和打印；verification.json 是同一份报告的数据
  origin.json        日志的起点：机构和转诊的标识
  manifest.json      以上每个文件的 SHA-256
  check.mjs          核验程序，一个文件，可以先读再运行

二、不依靠我们，自己核验
  1. 安装 Node.js 20 或以上版本（https://nodejs.org）。不需要网络，不需要我们的系统。
  2. 解压本包，从本院网站另取一份公布的公钥（见上文 keys.json），在解压出的文件夹里运行：
       node check.mjs pack . 另取的公钥文件
     不写公钥文件时，凭证按包里自带的 keys.json 核验，只能证明包内前后一致。
  3. 程序逐项写出核验结果。全部成立时退出码为 0，有任何一项不成立时为 1。
  没有 Node.js 时：manifest.json 里的 SHA-256 可以用任何工具核对；摘要的算法是 RFC 8785 规范化的 JSON 加
  SHA-256 或 SM3（各摘要自己写明），凭证是 EdDSA 签名的 JWS（RFC 7515、RFC 8037），都可以另写程序核验。
  怀疑 check.mjs 本身时，请从可信的来源另取一份。

三、个人信息
  日志和 forms/ 里没有完整的身份证号和电话：那里放的是带密钥的摘要（同一个号码总是同一个摘要，因此签字所覆盖的
  内容可以核对）和遮盖后的号码。documents/ 里的 PDF 和 papers/ 里的扫描件按原样显示完整的身份证号、电话和病情。
  请按个人信息保管本包，用完删除。制作和下载本包已在本院的审计记录中登记。

四、它证明什么、不证明什么
  见 verification.html 的末尾。


Countersign 转诊会签 · inspection pack
${institution} · referral ${number}

1. What is in it
  log.json           the log of the referral: each step, by whom, in which office, when; each bound to the one before
  forms/             every version of the approval form; 0 is the first report
  letter-token.txt   the tokens of the letters, one a line, signed over the log as it is now: compare the hash of the log
                     with that in the QR code of a letter that somebody has in their hands (absent where there is no letter)
  keys.json          public keys for the tokens. Compare them with those that the hospital publishes:
                     /.well-known/countersign-letter-keys.json
  documents/         approval forms and letters (PDF), listed in documents.json
  papers/            the papers and scans of signatures, named by the digest of their content, listed in papers.json
  verification.html  the verification report, to read and print; verification.json is the same report as data
  origin.json        where the log begins: the ids of hospital and referral
  manifest.json      the SHA-256 of each of these files
  check.mjs          the program that checks it: one file, to be read before it is run

2. Checking it without us
  a. Install Node.js 20 or later (https://nodejs.org). Neither a network nor our system is needed.
  b. Unpack this ZIP, take the published keys from the hospital itself (see keys.json above) and, in the folder that
     comes out, run
       node check.mjs pack . the-keys-you-took
     Without them, tokens are checked by the keys.json of this pack, which proves only that it agrees with itself.
  c. It says what holds and what does not. Its exit code is 0 if all holds, and 1 if anything does not.
  Without Node.js: any tool checks the SHA-256 in manifest.json; digests are SHA-256 or SM3 (each names its own) over
  canonical JSON (RFC 8785), tokens are JWS signed with EdDSA (RFC 7515, RFC 8037), so a program of your own can check them.
  If you do not trust this check.mjs, take one from a source that you trust.

3. Personal data
  Neither the log nor forms/ holds an ID or phone number in full: in their place stand keyed hashes (the same number always
  has the same one, so what was signed can be compared) and masked numbers. The PDFs in documents/ and the scans in papers/
  show ID numbers, phone numbers and diagnoses as they are. Keep this pack as personal data, and delete it when you are done.
  That it was made and fetched is in the hospital's audit record.

4. What it proves, and what it does not
  See the end of verification.html.
`;

export const yearReadme = (institution: string, year: number, count: number): string => `转诊会签 Countersign · 年度检查包
${institution} · ${year} 年报告的转诊，共 ${count} 例

  index.json   清单：每例转诊的编号、状态、日志末尾摘要、核验是否成立，以及它的检查包的 SHA-256
  packs/       每例转诊一个检查包（ZIP）
  check.mjs    核验程序，与每个检查包里的相同

核验：先核对各检查包的 SHA-256，再逐个解压，在解压出的文件夹里运行 node check.mjs pack . 。详见各检查包的 README.txt。
Linux 和 macOS 上逐个核验：

  for zip in packs/*.zip; do mkdir -p "\${zip%.zip}"; unzip -q "$zip" -d "\${zip%.zip}"; node check.mjs pack "\${zip%.zip}" || echo "不成立: $zip"; done

各检查包中的 PDF 和扫描件显示完整的身份证号、电话和病情。请按个人信息保管，用完删除。


Countersign 转诊会签 · inspection packs of a year
${institution} · referrals reported in ${year}: ${count}

  index.json   every referral: its number, state, the head of its log, whether it verifies, and the SHA-256 of its pack
  packs/       an inspection pack (ZIP) for each referral
  check.mjs    the program that checks them, the same as in each pack

To check: compare the SHA-256 of the packs, then unpack each and run node check.mjs pack . in the folder that comes out; the
README.txt in each pack says more. The line above does so for all of them on Linux and macOS.

The PDFs and scans in the packs show ID numbers, phone numbers and diagnoses as they are. Keep them as personal data, and
delete them when you are done.
`;
