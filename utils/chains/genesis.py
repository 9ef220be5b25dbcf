"""Block 0 of every network: what a source must have to be one of the network we are on.

https://github.com/bitcoin/bitcoin/blob/master/src/kernel/chainparams.cpp and its twin in Litecoin.
"""

TEST_NETWORKS_OF_BITCOIN = frozenset(
    {
        "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943",  # testnet3
        "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043",  # testnet4
        "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6",  # signet
    }
)
GENESIS = {
    ("BTC", "mainnet"): frozenset(
        {"000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"}
    ),
    ("BTC", "testnet"): TEST_NETWORKS_OF_BITCOIN,
    ("BTC", "regtest"): frozenset(
        {"0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"}
    ),
    ("LTC", "mainnet"): frozenset(
        {"12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"}
    ),
    ("LTC", "testnet"): frozenset(
        {"4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0"}
    ),
    ("LTC", "regtest"): frozenset(
        {"530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"}
    ),
}
"""By coin and network. Bitcoin's test networks share their addresses: any of them will do."""
