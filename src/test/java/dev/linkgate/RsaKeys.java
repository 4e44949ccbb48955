package dev.linkgate;

import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * RSA keys of 2,048 bits for the signatures of tests, made of known primes. Finding new primes takes seconds, because
 * the tests' code is hardly optimized, and was an eighth of their processor time.
 */
public final class RsaKeys {

    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    private static final List<BigInteger> PRIMES = Stream.of("""
                    d32e154f69d55def95735c1520814c3b47230086dd8b64ae0377db125ecae919
                    e72345b3f3824a598cac81eabc14870cab2a5c6de744f0e933978af0ffcc23fd
                    cdd062dfc94608c052206a5a7206b0084b7b9f1281e65df853cf77984da43c1b
                    9fa97e36d50d92bf247ac96cea658a5f21ecbe1287a18c28127b43963c2d2ed3
                    """, """
                    ece319bc753f99c80fa2cf8860d7ebde568de6483d6e5818b6d06489274d498f
                    a5f49094750266b9c0c1361e6f23a450102c4549a291289aac675da5d671461d
                    a72268ee4a0dccb722b866450d0d6a925b4246e408ff2efeb413286db4baf5e0
                    6daa2d3cfa9fe5818dec0158cd5f71c6f33d341d2ecd8cfaabbc096978f50bf5
                    """, """
                    c76e7cdc5fe4c4dafd68f67b2712fd9337cad831cc4cb2e4c53fc2ddd84686c5
                    75a1020c2ea61544249327951ab9a69a99fccc24627739b2e5823efd3dda53fd
                    f070955b6c8727659ef56e182a3c5a7c63cad2686254a5c6df8078dc9f2462b3
                    e34c6dbf0bdce643c5d120fe58156b546f052c4ae6eb961d60c73e84d36960bb
                    """, """
                    db540d46aae169fdaa92a996532bee098bdc11dc12e3eaee7f13564fa705cd0a
                    52d49fa6488fae4804d6850f13d67a19435be20a9810d336ca3954243cc1bee5
                    85082b047a5be3c2fc6e75c670bf92b3a83823dd6dbffa21575949d68e31e80c
                    bb6a5195d1c3d7df2621d75562d9316f23759257ee0a01c6d2ea7fb04188e5a1
                    """, """
                    f0d50b55901047cc9f6c4abe65d52379b50ab29d1b86fd6f74014221b330198c
                    73afc48f7e3aeec1ccb724ac5f4e0ce871e81e69f2fb41dac3edf16f933852be
                    f909620568e42738a849312cb50f968493e89602ed4f45edf542cc3dc2beb790
                    16031798cfc15cb6f9b64f634aa1e83b86b4caac8d387c600a17c37441fb6bcf
                    """, """
                    c793126393769c69a51d9e574dd50af9ba1913ec5a2320dcd6a0698f9159640b
                    4f57fad03867fbe0a71a29a98073723fac0a6aaaa0c4486f0b7c3b4dee6e76ca
                    50a4fc2e5cf41eb4685d711f75d148da3d659404fda377962ea5d60b7c1bde0b
                    4a3bc532735717466eb4fc5b0a18cb9ace49ed912afb916853a5814f88aedd41
                    """)
            .map(digits -> new BigInteger(digits.replace("\n", ""), 16))
            .toList();

    private static final List<List<BigInteger>> PAIRS = IntStream.range(0, PRIMES.size())
            .boxed()
            .flatMap(p -> IntStream.range(0, p).mapToObj(q -> List.of(PRIMES.get(p), PRIMES.get(q))))
            .toList();

    private static final AtomicInteger USED = new AtomicInteger();

    private RsaKeys() {}

    /** A key that differs from the last fourteen. */
    public static RSAKey next(String id) {
        List<BigInteger> pair = PAIRS.get(USED.getAndIncrement() % PAIRS.size());
        BigInteger p = pair.get(0);
        BigInteger q = pair.get(1);
        BigInteger pMinusOne = p.subtract(BigInteger.ONE);
        BigInteger qMinusOne = q.subtract(BigInteger.ONE);
        BigInteger modulus = p.multiply(q);
        BigInteger secret = EXPONENT.modInverse(pMinusOne.multiply(qMinusOne));
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            return new RSAKey.Builder((RSAPublicKey) rsa.generatePublic(new RSAPublicKeySpec(modulus, EXPONENT)))
                    .privateKey((RSAPrivateKey) rsa.generatePrivate(new RSAPrivateCrtKeySpec(
                            modulus,
                            EXPONENT,
                            secret,
                            p,
                            q,
                            secret.mod(pMinusOne),
                            secret.mod(qMinusOne),
                            q.modInverse(p))))
                    .keyID(id)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
