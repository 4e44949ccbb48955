# Build:  docker build -t linkgate .
# Try:    docker run --rm -p 8080:8080 -e SPRING_PROFILES_ACTIVE=sandbox linkgate

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
# The tests need more than a build should (a PostgreSQL of their own) and belong to CI.
RUN ./mvnw -B -q -DskipTests package \
 && java -Djarmode=tools -jar target/linkgate.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 linkgate \
 && useradd --uid 10001 --gid linkgate --home-dir /data --no-create-home --shell /usr/sbin/nologin linkgate \
 && install -d -m 0700 -o linkgate -g linkgate /data
WORKDIR /app
# The libraries change rarely and come first, so that a new version of the gateway is a small layer on top of them.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# A number, so that a platform that insists on a user other than root can see that this is one.
USER 10001:10001
ENV LINKGATE_DATA_DIR=/data
VOLUME /data
EXPOSE 8080 8081
# By bash alone, which the base image has anyway. A gateway that speaks TLS itself (server.ssl) needs another check.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 4 line <&3 && [[ $line == *' 200 '* ]]"]
# SQLite's driver is native code. Memory and other JVM options go into JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-jar", "linkgate.jar"]
