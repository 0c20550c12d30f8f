# docker build -t REPOSITORY:TAG .      JDK_IMAGE: any image with JDK 25, glibc and curl
#
# For an operator that starts in half the time, let the build train its AOT cache on a control plane that nobody needs:
#   ./onshore sandbox up --nodes vietnam && ./onshore sandbox kubectl apply -f crds/
#   ./onshore sandbox kubectl apply -f examples/residency/01-boundary.yaml -f examples/residency/03-policy-enforce.yaml
#   ./onshore sandbox kubectl apply -f examples/isolation/
#   docker build --network host --secret id=training,src=KUBECONFIG-OF-THE-SANDBOX -t REPOSITORY:TAG .
ARG JDK_IMAGE=eclipse-temurin:25-jdk

FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -pl operator -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
RUN --mount=type=secret,id=training image/assemble /image /run/secrets/training

# Nothing but the C library, a Java runtime and the program.
FROM scratch
COPY --from=build /image /
USER 10001:10001
ENV MALLOC_ARENA_MAX=2
EXPOSE 8080
ENTRYPOINT ["/app/jre/bin/java", "@/app/jvm.options", "-XX:AOTCache=/app/onshore.aot", "-jar", "/app/onshore.jar"]
CMD ["--help"]
