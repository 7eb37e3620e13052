"""What an exported encoder is compared on: how people ask about crypto trouble, and what answers them, in zh and en.

Short and long, plain and messy (mixed scripts, digits, punctuation), because int8 activations are scaled per text.
"""

from __future__ import annotations

QUERIES: tuple[str, ...] = (
    "提现一直不到账怎么办",
    "客服一直不回复",
    "忘记密码了",
    "2FA 验证器丢了，还能登录吗？",
    "转错链了：USDT-TRC20 充到了 ERC20 地址",
    "KYC 审核要多久",
    "账户被冻结了，里面还有 0.35 BTC，怎么申诉？",
    "有人加我 Telegram 说是官方客服，要我的助记词",
    "手续费为什么这么高",
    "怎么确认这个网址是官方的",
    "交易哈希在哪里查",
    "我的钱包被盗了，能追回来吗",
    "where is my withdrawal",
    "Support has not answered my ticket for five days",
    "forgot password",
    "I lost my phone with the authenticator app. How do I get back into my account?",
    "sent USDT on the wrong network (TRC20 -> ERC20), can it be recovered?",
    "how long does identity verification take",
    "account locked",
    "Somebody on WhatsApp claims to be an agent and wants my seed phrase, is that real?",
    "why are the fees so high today",
    "Is this e-mail from you? It asks me to click a link to 'unlock' my funds!!",
    "what is a transaction hash",
    "can stolen crypto be traced",
)

PASSAGES: tuple[str, ...] = (
    "任何情况下都不要把助记词或私钥告诉别人。官方客服绝不会索要。",
    "链上转账一经确认即不可撤销。",
    (
        "提现延迟通常有三个原因：网络拥堵、风控审核、地址或标签填写错误。请先在区块浏览器中用交易哈希查询状态；"
        "如果已有足够的确认数仍未到账，请带上交易哈希、币种、数量和时间联系接收平台。"
        "若状态为“处理中”超过 24 小时，请在平台内提交工单，不要在社交媒体上公开账户信息。"
    ),
    "丢失验证器后，用绑定时保存的恢复码登录；没有恢复码时，通过身份验证流程申请重置，一般需要 1～3 个工作日。",
    "手续费由网络决定，并非平台收取，高峰期会上涨。",
    (
        "冒充客服的骗子常见做法：主动私信、制造紧迫感、要求远程控制电脑、让您先转一笔“保证金”或“解冻费”。"
        "真正的平台不会这样做。请保留聊天记录、对方账号、转账记录和网址，尽快向平台举报，并向当地警方报案；"
        "所谓“追回服务”要求先付款的，几乎都是二次诈骗。"
    ),
    "身份认证需要有效证件和一张清晰的自拍照。",
    "请核对域名的每一个字母，并从自己收藏的书签进入网站。",
    "如果客服超过 72 小时没有回复，请检查垃圾邮件箱，确认工单编号，然后通过官方网站上列出的第二种渠道再次联系。",
    "Never share your recovery phrase or private keys. No real agent will ask for them.",
    "On-chain transfers cannot be reversed once confirmed.",
    (
        "A withdrawal is usually late for one of three reasons: the network is congested, a risk review is running, or "
        "the address or memo was wrong. Look up the transaction hash in a block explorer first. If it has enough "
        "confirmations and the funds are still missing, contact the receiving platform with the hash, the asset, the "
        "amount and the time. If it says 'processing' for more than 24 hours, open a ticket inside the platform and do "
        "not post account details in public."
    ),
    "If you lost your authenticator, sign in with a recovery code, or ask for a reset, which takes 1-3 working days.",
    "Fees are set by the network, not by the platform, and rise at busy times.",
    (
        "Impostors write to you first, make it urgent, ask for remote access to your computer or for a 'deposit' to "
        "unfreeze your account. A real platform does none of this. Keep the chat, the account names, the transfers and "
        "the links, report them to the platform and to your local police. A 'recovery service' that wants money up "
        "front is nearly always a second scam."
    ),
    "Verification needs a valid document and a clear selfie.",
    "Check every letter of the domain and enter the site through your own bookmark.",
    (
        "If support has not answered within 72 hours, look into your spam folder, note the ticket number, and write "
        "again through the second channel listed on the official website."
    ),
    "Deposit confirmations: BTC 2, ETH 12, USDT (TRC-20) 20; min. 10 USDT.",
    "XRP、XLM 充值必须填写 Tag/Memo，漏填请提供 TxID 申请人工找回（费用 50 USDT）。",
)
